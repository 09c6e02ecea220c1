import fc from 'fast-check'
import { expect, test } from 'vitest'

import { JsonWalk } from '../json-walk.ts'
import { ReportError } from '../report.ts'
import { itemsOf } from '../testing.ts'
import { RUN_PATHS } from './run.ts'

const START = '{"version":"2.1.0","runs":[{"results":[{},'
const broken = (result: string) => itemsOf(`${START}${result}]}]}`)

test('what is wrong inside a result is told with its place', async () => {
  const place = 'at runs[0].results[1].a'
  await expect(broken('{"a":tru}')).rejects.toThrow(`${place}, byte ${START.length + 5}`)
  await expect(broken('{"a":[1}')).rejects.toThrow(`${place}[0], byte ${START.length + 7}`)
  await expect(broken('{"a":"x}')).rejects.toThrow(/was expected|too early/)
})

test('a report with a byte too many or too few is refused for what JSON says first', async () => {
  const result = { ruleId: 'R', message: { text: 'a "quoted" \\ text' }, locations: [[], {}] }
  const whole = JSON.stringify({ version: '2.1.0', runs: [{ results: [result, result] }] })
  const odd = fc.constantFrom('', ...Array.from('{}[]",:\\1\nu'))
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length), fc.nat(1), odd, async (at, without, put) => {
      const text = whole.slice(0, at) + put + whole.slice(at + without)
      const expected = strictly(text)
      if (expected === null) return
      const found = await itemsOf(text).catch((error: unknown) => error)
      // A first byte that begins no JSON is refused before.
      if (/^[{[]/.test(text)) expect(String(found)).toContain(expected.problem)
      else expect(found).toBeInstanceOf(ReportError)
    }),
    { numRuns: 500 },
  )
})

/** What a walk over every byte has to say. */
function strictly(text: string): ReportError | null {
  const walk = new JsonWalk(RUN_PATHS)
  try {
    walk.push(Buffer.from(text))
    walk.end()
    return null
  } catch (error) {
    if (error instanceof ReportError) return error
    throw error
  }
}

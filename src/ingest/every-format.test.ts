import fc from 'fast-check'
import { expect, test } from 'vitest'

import { REPORT_FORMATS } from '../vulnerability/report-formats.ts'
import { FORMATS, openReport } from './formats.ts'
import { shapeOfHead } from './report-shape.ts'
import { ReportError } from './report.ts'
import { sourceOf } from './spool.ts'
import { findingsOf, itemsOf, itemsOfReport } from './testing.ts'
import { JSON_SAMPLES, sample, SAMPLES } from './testing-samples.ts'

test.each(SAMPLES)('%s is of exactly one format', async (name) => {
  const shape = await shapeOfHead(sourceOf(Buffer.from(sample(name))))
  expect(FORMATS.filter((format) => format.recognises(shape)).map((one) => one.name)).toHaveLength(
    1,
  )
})

test('every format is in the list that people are shown', () => {
  const shown = REPORT_FORMATS.map((name) => name.split(' ', 1)[0]?.replace('’s', '') ?? '')
  const unnamed = FORMATS.filter(({ name }) => !shown.some((word) => name.includes(word)))
  expect(unnamed.map(({ name }) => name)).toEqual(['an empty list'])
})

test.each(SAMPLES)('%s cut off at any byte is refused', async (name) => {
  const whole = Buffer.from(sample(name).trimEnd())
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), async (at) => {
      // A JSON Lines file that ends with a line is whole for all that can be known.
      fc.pre(!name.endsWith('.jsonl') || (whole[at] !== 0x0a && whole[at - 1] !== 0x0a))
      const error: unknown = await read(whole.subarray(0, at)).catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(ReportError)
    }),
    { numRuns: 60 },
  )
})

test.each(SAMPLES)('%s with damaged bytes is refused or read, never a crash', async (name) => {
  const whole = Buffer.from(sample(name))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), async (bytes) => {
      const damaged = Buffer.from(whole)
      for (const [at, byte] of bytes) damaged[at % damaged.length] = byte
      await survives(() => read(damaged))
    }),
    { numRuns: 60 },
  )
})

test.each(SAMPLES)('%s in chunks of any size gives the same items', async (name) => {
  const whole = await itemsOf(sample(name))
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), async (size) => {
      expect(await itemsOf(sample(name), size)).toEqual(whole)
    }),
    { numRuns: 5 },
  )
})

test.each(JSON_SAMPLES)(
  '%s with any JSON in any place is survived, and all is counted',
  async (name) => {
    const text = sample(name)
    const paths = pathsIn(JSON.parse(text))
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(-1, '', [], {}, [{}], null))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(), odd), { maxLength: 5 }), async (changes) => {
        const content: unknown = JSON.parse(text)
        for (const [at, value] of changes)
          put(content, paths[at % paths.length] ?? [], structuredClone(value))
        await survives(() => read(Buffer.from(JSON.stringify(content))))
      }),
      { numRuns: 80 },
    )
  },
)

test.each(JSON_SAMPLES)(
  '%s with its entries in another order means the same findings',
  async (name) => {
    const prints = async (content: unknown) =>
      (await findingsOf(content)).map((one) => one.fingerprint).toSorted()
    const inOrder = await prints(JSON.parse(sample(name)))
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
        // Rules and artifacts of SARIF are found by their position.
        const keep = /^(rules|artifacts|taxa|taxonomies|extensions|locations)$/
        const next = () => numbers.next().value ?? 0
        expect(await prints(shuffled(JSON.parse(sample(name)), next, keep))).toEqual(inOrder)
      }),
      { numRuns: 10 },
    )
  },
)

/** Every result becomes something: a finding, or a reason why it is none. */
async function read(bytes: Uint8Array): Promise<void> {
  const report = await openReport(sourceOf(bytes))
  const items = await itemsOfReport(report)
  expect(items.length).toBeGreaterThanOrEqual(report.expected)
}

async function survives(act: () => Promise<unknown>): Promise<void> {
  const outcome: unknown = await act().catch((cause: unknown) => cause)
  if (outcome instanceof ReportError) return
  if (outcome instanceof Error) throw outcome
}

function pathsIn(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[...path]]
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [[...path], ...entries.flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
}

function put(content: unknown, path: readonly (string | number)[], value: unknown): void {
  let here = content
  for (const step of path.slice(0, -1)) here = Reflect.get(Object(here), step)
  const last = path.at(-1)
  if (last !== undefined) Reflect.set(Object(here), last, value)
}

/** Every list of objects in another order. */
function shuffled(value: unknown, next: () => number, keep: RegExp): unknown {
  if (Array.isArray(value)) {
    const inner = value.map((one) => shuffled(one, next, keep))
    if (!inner.every((one) => typeof one === 'object')) return inner
    return inner
      .map((one) => [next(), one] as const)
      .toSorted((a, b) => a[0] - b[0])
      .map(([, one]) => one)
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      keep.test(key) ? inner : shuffled(inner, next, keep),
    ]),
  )
}

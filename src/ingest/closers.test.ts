import { expect, test } from 'vitest'

import { closersOf, type Heard } from './closers.ts'

const whole: Heard = { found: new Map([['Trivy', 3]]), gaps: 0, failure: null }

test('an import without a scope closes nothing, and need not say why', () => {
  expect(closersOf(whole, false, true)).toEqual({ tools: [], because: null })
})

test('a whole scan closes what its tools no longer find', () => {
  expect(closersOf(whole, true, false)).toEqual({ tools: ['Trivy'], because: null })
})

test.each([
  [{ ...whole, found: new Map([['Trivy', 0]]) }, 'the report holds no finding'],
  [{ ...whole, failure: 'Trivy says that its run failed' }, 'Trivy says that its run failed'],
  [{ ...whole, gaps: 1 }, 'one result could not be read, and may be what is missing'],
])('a scan that may not be whole closes nothing, unless told to', (heard, because) => {
  expect(closersOf(heard, true, false)).toEqual({ tools: [], because })
  expect(closersOf(heard, true, true)).toEqual({ tools: ['Trivy'], because: null })
})

test('a tool that found nothing closes nothing while another does', () => {
  const found = new Map([
    ['Trivy', 3],
    ['Grype', 0],
  ])
  expect(closersOf({ ...whole, found }, true, false)).toEqual({
    tools: ['Trivy'],
    because: 'the report holds no finding of Grype',
  })
})

import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const byName = (a: string, b: string) => a.localeCompare(b)
const names = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].toSorted(byName)

test('each setting stands in docs/operating.md, and no other', () => {
  const settings = names(read('src/config.ts'), /^ {4}([A-Z][A-Z_]+):/gm)
  expect(settings.length).toBeGreaterThan(10)
  expect(names(read('docs/operating.md'), /^\| `([A-Z][A-Z_]+)`/gm)).toEqual(settings)
})

test('each metric stands in docs/metrics.md, and no other', () => {
  const counted = names(read('src/app/metrics.ts'), /name: 'lockstep_(\w+)'/g)
  const known = names(read('src/app/fact-gauges.ts'), /gauge\(\s*'(\w+)'/g)
  const metrics = [...counted, ...known].toSorted(byName)
  expect(metrics.length).toBeGreaterThan(15)
  expect(names(read('docs/metrics.md'), /^\| `lockstep_(\w+)`/gm)).toEqual(metrics)
})

import { expect, test } from 'vitest'

import { importsOf, usesProcess, valueImportsOf, withoutComments } from './support/source.ts'

test('imports are found in every form, types included', () => {
  const code = `
    import { a } from './a.ts'
    import type {
      B,
    } from "./b.ts"
    import './c.css'
    export type { D } from './d.ts'
    const e = await import('./e.ts')
    const text = 'from here'
  `
  expect(importsOf(code)).toEqual(['./a.ts', './b.ts', './d.ts', './c.css', './e.ts'])
  expect(valueImportsOf(code)).toEqual(['./a.ts', './c.css', './e.ts'])
})

test('a comment imports nothing, and a string is no comment', () => {
  const code = `// import { a } from './a.ts'\n/* process.env */ const url = 'https://example.com'\n`
  expect(withoutComments(code)).toBe(`\n const url = 'https://example.com'\n`)
})

test('reading the process is seen however it is written', () => {
  expect(usesProcess('process.env.HOME')).toBe(true)
  expect(usesProcess('process?.stdout')).toBe(true)
  expect(usesProcess(`import { env } from 'node:process'`)).toBe(true)
  expect(usesProcess('await work.process(job)')).toBe(false)
  expect(usesProcess(`const s = 'process.env'`)).toBe(false)
  expect(usesProcess('function process(job) {}')).toBe(false)
})

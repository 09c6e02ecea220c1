import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'
import { parse } from 'yaml'

import { addGate } from './gate.ts'
import { addImport } from './import.ts'
import { emptyProgram } from './run.ts'
import { addStatus } from './status.ts'

const DOC = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8')

test('the examples for builds are commands that there are, with options that they take', () => {
  const program = emptyProgram('0.0.0')
  for (const add of [addImport, addStatus, addGate]) add(program, { root: '', version: '0.0.0' })
  const options = new Map(
    program.commands.map((command) => [command.name(), command.options.map(({ long }) => long)]),
  )
  const used = DOC.matchAll(/\blockstep (import|gate|status)\b([^|`\n]*)/g)
  const unknown = [...used].flatMap(([, command = '', rest = '']) =>
    [...rest.matchAll(/--[a-z-]+/g)].filter(([name]) => !options.get(command)?.includes(name)),
  )
  expect(unknown).toEqual([])
  expect(DOC.match(/\blockstep (import|gate)\b/g)?.length).toBeGreaterThan(8)
})

test('the examples for builds are whole, pinned and without a secret', () => {
  const yaml = [...DOC.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text)
  expect(yaml).toHaveLength(2)
  for (const text of yaml) expect(Object.keys(parse(text)).length).toBeGreaterThan(2)
  expect([...DOC.matchAll(/uses: \S+@(\S+)/g)].map(([, at = '']) => at.length)).toEqual([40, 40])
  expect(DOC).not.toMatch(/:latest|LOCKSTEP_API_KEY[=:] *['"]?\w{8}/)
})

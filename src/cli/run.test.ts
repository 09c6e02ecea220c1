import { expect, test } from 'vitest'

import { CommandFailure } from './failure.ts'
import { emptyProgram, run } from './run.ts'

function program(action: (name: string) => Promise<void> | void = () => undefined) {
  let [out, err] = ['', '']
  const made = emptyProgram('1.2.3').configureOutput({
    writeOut: (text) => (out += text),
    writeErr: (text) => (err += text),
  })
  for (const name of ['start', 'import']) made.command(name).action(() => action(name))
  return { run: (...args: string[]) => run(made, args), out: () => out, err: () => err }
}

test('without a command it starts', async () => {
  const called: string[] = []
  const { run: runWith } = program((name) => void called.push(name))
  expect([await runWith(), await runWith('import')]).toEqual([0, 0])
  expect(called).toEqual(['start', 'import'])
})

test('help and version are what was asked for; what is not known is a mistake', async () => {
  const { run: runWith, out, err } = program()
  expect([await runWith('--help'), await runWith('--version')]).toEqual([0, 0])
  expect(out()).toContain('1.2.3')
  expect(err()).toBe('')
  expect([await runWith('imort'), await runWith('--loud')]).toEqual([2, 2])
  expect(err()).toContain("unknown command 'imort'")
  expect(err()).toContain('Did you mean import?')
  expect(err()).not.toContain('    at ')
})

test('a failure ends with its own code, its words and what to do', async () => {
  const failing = program(() => {
    throw new CommandFailure('it is not there', { exitCode: 3, remedy: 'Look elsewhere.' })
  })
  expect(await failing.run('import')).toBe(3)
  expect(failing.err()).toBe('error: it is not there\nLook elsewhere.\n')
  const broken = program(() => Promise.reject(new Error('Invalid configuration\n  PORT')))
  expect(await broken.run('import')).toBe(1)
  expect(broken.err()).toBe('Invalid configuration\n  PORT\n')
})

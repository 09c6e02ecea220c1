import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { expect, test } from 'vitest'

const PROGRAM = `
  const { untilStopped } = await import(${JSON.stringify(join(import.meta.dirname, 'until-stopped.ts'))})
  const alive = setInterval(() => {}, 1000)
  const stopped = untilStopped({ info() {} })
  console.log('ready')
  await stopped
  await new Promise((resolve) => setTimeout(resolve, 300))
  console.log('put away')
  clearInterval(alive)
  process.exit(0)
`

test('Ctrl+C that arrives twice, from the terminal and from npm, still puts everything away', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM])
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  while (!said.includes('ready')) await once(child.stdout, 'data')
  child.kill('SIGINT')
  setTimeout(() => child.kill('SIGINT'), 50)
  const [code] = await once(child, 'exit')
  expect(said).toContain('put away')
  expect(code).toBe(0)
})

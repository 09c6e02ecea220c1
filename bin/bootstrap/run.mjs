import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program in our place: same terminal, same signals. Resolves with its exit code; one that
 * a signal ended takes us with it, so that a shell or a supervisor sees the truth.
 */
export function run(command, args, { root = process.cwd(), env = process.env } = {}) {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${env.PATH ?? ''}`
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...env, PATH: path } })
  const forward = (signal) => {
    // The terminal sends Ctrl-C to everybody in front of it: passed on, it would arrive twice.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, forward)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      for (const name of SIGNALS) process.off(name, forward)
      if (signal === null) resolve(code)
      else process.kill(process.pid, signal)
    })
  })
}

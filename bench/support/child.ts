import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'

/** A process that was started for a measurement. */
export interface Child {
  readonly pid: number
  /** The first line it printed that `until` matched. */
  readonly said: RegExpExecArray
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>
}

const PATIENCE_MS = 30_000

/** Starts `node ARGS` and waits until its output matches `until`. */
export async function startChild(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  until: RegExp,
): Promise<Child> {
  const child = spawn(process.execPath, [...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let output = ''
  const said = await new Promise<RegExpExecArray>((resolve, reject) => {
    const fail = (why: string): void => {
      child.kill('SIGKILL')
      reject(new Error(`${args.join(' ')}: ${why}\n${output}`))
    }
    const timer = setTimeout(() => fail('did not start in time'), PATIENCE_MS)
    const hear = (chunk: Buffer): void => {
      output = (output + String(chunk)).slice(-10_000)
      const match = until.exec(output)
      if (match === null) return
      clearTimeout(timer)
      resolve(match)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(() => fail('ended'))
  })
  // What it warns of while it is measured is worth seeing.
  child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk))
  return {
    pid: child.pid ?? 0,
    said,
    async stop() {
      child.kill('SIGTERM')
      const hurry = setTimeout(() => child.kill('SIGKILL'), 20_000)
      await ended
      clearTimeout(hurry)
    },
  }
}

/**
 * What a process itself has used, in seconds: on a busy machine the clock on the wall says little.
 * 0 where the system does not tell.
 */
export function cpuSeconds(pid: number): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return 0
  const [user = 0, system = 0] = readFileSync(file, 'utf8')
    .replace(/^.*\)/s, '')
    .trim()
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return (user + system) / 100
}

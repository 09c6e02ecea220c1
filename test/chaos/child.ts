import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

/** One process of the storm: started until it says so, killed without a word. */
export interface Child {
  readonly process: ChildProcess
  /** What it said when it was ready. */
  readonly said: string
  readonly ended: Promise<void>
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Nobody is left behind by a storm that breaks off. */
const living = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

export interface Starting {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What its output holds when it is ready. */
  readonly ready: RegExp
  readonly log: string
}

export async function startChild({ args, env, ready, log }: Starting): Promise<Child> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  living.add(child)
  const ended = once(child, 'exit').then(() => void living.delete(child))
  let said = ''
  const isReady = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        appendFileSync(log, chunk)
        if (!ready.test(said)) said += String(chunk)
        if (ready.test(said)) resolve()
      })
    }
  })
  const died = ended.then(() => Promise.reject(new Error(`${args.join(' ')} ended: ${said}`)))
  died.catch(() => undefined)
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  await Promise.race([isReady, died])
  return { process: child, said, ended, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

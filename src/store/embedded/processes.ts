import { readdir, readFile } from 'node:fs/promises'
import { platform } from 'node:os'
import { promisify } from 'node:util'
import { execFile } from 'node:child_process'

/**
 * Everything that the launcher needs to know of processes, its own included: the one file of
 * `store/` that reads `process`.
 */
export function ownUid(): number {
  return process.getuid?.() ?? -1
}

/** Sends a signal; a process that is gone already is none of our worry. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/**
 * The living processes whose command line has `word` in it. A zombie has no command line, which
 * is why this is asked instead of kill(pid, 0); nor does a number that another program was given
 * since. `/proc/<pid>/cwd` would say more, but may not be read inside a default container.
 */
export async function processesWith(word: string): Promise<number[]> {
  return platform() === 'linux' ? fromProc(word) : fromPs(word)
}

async function fromProc(word: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  return pids.filter((_, index) => lines[index]?.includes(word) === true).map(Number)
}

async function fromPs(word: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axwwo', 'pid=,stat=,command='])
  return stdout
    .split('\n')
    .filter((line) => line.includes(word) && !/^\s*\d+\s+Z/.test(line))
    .map((line) => Number.parseInt(line, 10))
}

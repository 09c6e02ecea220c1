import type { Database } from '../../src/store/database.ts'
import { cpuSeconds } from './child.ts'

/** Processor time in seconds that somebody has used so far: on a busy machine the clock says little. */
export type Used = () => Promise<number>

export function usedBy(pids: readonly number[]): Used {
  return () => Promise.resolve(pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0))
}

/** By the processes of PostgreSQL that live: a connection that was closed takes its time along. */
export function usedByPostgres({ pool }: Database): Used {
  return async () => {
    const { rows } = await pool.query<{ pid: number }>('select pid from pg_stat_activity')
    return usedBy(rows.map(({ pid }) => pid))()
  }
}

/** What each of `used` spends on one of `count` items of `work`, in words. */
export async function perItem(
  used: Readonly<Record<string, Used>>,
  count: number,
  work: () => Promise<void>,
): Promise<string> {
  const names = Object.keys(used)
  const read = () => Promise.all(Object.values(used).map((seconds) => seconds()))
  const before = await read()
  await work()
  const after = await read()
  const words = names.map((name, at) => {
    const seconds = (after[at] ?? 0) - (before[at] ?? 0)
    return `${name} ${((1000 * seconds) / count).toFixed(2)} ms`
  })
  return words.join(', ')
}

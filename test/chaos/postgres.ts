import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import pg from 'pg'

/** The embedded database of a data folder, found and asked without a line of the product. */
export class Postgres {
  readonly #dataDir: () => string
  #pool: pg.Pool | null = null

  constructor(dataDir: () => string) {
    this.#dataDir = dataDir
  }

  get pid(): number | null {
    const file = join(this.#dataDir(), 'postgres', 'postmaster.pid')
    return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null
  }

  /** Kills the postmaster, and with `all` its children too, before they can notice. */
  kill(all: boolean): boolean {
    const { pid } = this
    if (pid === null) return false
    const pids = all ? [pid, ...childrenOf(pid)] : [pid]
    for (const one of pids) end(one)
    return true
  }

  /** Asks again where the server is away, for as long as it may take to come back. */
  async rows<T>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    for (const end = Date.now() + 40_000; ;) {
      try {
        this.#pool ??= this.#open()
        const { rows } = await this.#pool.query(text, [...values])
        return rows as T[]
      } catch (error) {
        if (error instanceof pg.DatabaseError && !/^(57|53)/.test(error.code ?? '')) throw error
        // It may be another database by now, in another place.
        await this.leave()
        if (Date.now() > end) throw error
        await sleep(100)
      }
    }
  }

  async leave(): Promise<void> {
    const pool = this.#pool
    this.#pool = null
    await pool?.end().catch(() => undefined)
  }

  #open(): pg.Pool {
    const home = join(this.#dataDir(), 'postgres')
    const lines = readFileSync(join(home, 'postmaster.pid'), 'utf8').split('\n')
    const pool = new pg.Pool({
      host: lines[4] ?? '',
      port: Number(lines[3]),
      user: 'lockstep',
      database: 'lockstep',
      password: readFileSync(join(home, 'lockstep.password'), 'utf8').trim(),
      max: 3,
      connectionTimeoutMillis: 5_000,
    })
    pool.on('error', () => undefined)
    return pool
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
      } catch {
        return false
      }
    })
    .map(Number)
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It was quicker.
  }
}

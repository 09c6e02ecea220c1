import type { Transaction } from 'kysely'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

import { must } from '../lib/must.ts'
import { sleep } from '../lib/sleep.ts'
import { preparing } from './preparing.ts'
import type { Schema } from './schema.ts'

/** What statements are run on: the database at large, or one transaction of it. */
export type Executor = Kysely<Schema>
export type Tx = Transaction<Schema>

export interface Database {
  readonly url: string
  /** By the database's clock. What it was before, another process or a backup may have decided. */
  readonly openedAt: Date
  readonly pool: pg.Pool
  readonly kysely: Kysely<Schema>
  /**
   * Connections of their own for what every look says: named statements that find rows by their
   * keys. Prepared once, and planned for that without asking how large the tables are just now.
   */
  readonly keyed: Kysely<Schema>
  /** Runs `work` in one transaction. Only statements belong inside: a deadlock runs it again. */
  readonly transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Waits for what is under way and closes every connection. */
  readonly close: () => Promise<void>
}

export interface DatabaseOptions {
  readonly url: string
  readonly maxConnections?: number
  /** Told of connections lost while nobody used them; the pool replaces them by itself. */
  readonly onError?: (error: Error) => void
}

const OLDEST_MAJOR = 15
const TRIES = 4
/** serialization_failure and deadlock_detected: nothing was done, and trying again helps. */
const AGAIN = new Set(['40001', '40P01'])

/**
 * Whatever the statistics say of tables that were empty a minute ago: an index leads to each key.
 * Without the first of these, statements with long lists are planned anew each time.
 */
const BY_KEYS = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  // Many go in one statement: one whose row an import holds for long keeps the others no longer.
  'lock_timeout=1000',
]

/** To compile what is asked once, as an import does, takes longer than to answer it. */
const NOT_COMPILED = 'jit=off'

/** Opens pools on a PostgreSQL that we can work with; says what is wrong with one we cannot. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, maxConnections = 10 } = options
  const forKeys = Math.max(2, Math.floor(maxConnections * 0.4))
  const pool = connections(options, Math.max(2, maxConnections - forKeys))
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const keyedPool = preparing(connections(options, forKeys, ...BY_KEYS))
  const keyed = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: keyedPool }) })
  const close = async () => {
    // Ends the pools as well.
    await Promise.all([kysely.destroy(), keyed.destroy()])
  }
  try {
    const openedAt = await check(pool)
    const work: Database['transaction'] = (statements) => transaction(kysely, statements)
    return { url, openedAt, pool, kysely, keyed, transaction: work, close }
  } catch (error) {
    await close()
    throw error
  }
}

function connections(
  { url, onError = () => undefined }: DatabaseOptions,
  max: number,
  ...settings: readonly string[]
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    // A process that stops in the middle of a transaction must not hold its locks for ever.
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    application_name: 'lockstep',
    types,
    options: [NOT_COMPILED, ...settings].map((one) => `-c ${one}`).join(' '),
  })
  // Without a listener, an idle connection that breaks would end the process.
  pool.on('error', (error) => {
    // The pool hangs its whole client on the error: nothing for a log.
    Reflect.deleteProperty(error, 'client')
    // Our own database may go before its last connection does.
    if (!pool.ending) onError(error)
  })
  // Nor may one that breaks between two statements of a transaction: the next one says so.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Throws where the database cannot be asked now. */
export async function answers({ pool }: Pick<Database, 'pool'>): Promise<void> {
  await pool.query('select 1')
}

/** Whether the database could not be reached, or the connection to it broke. */
export function isAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return AWAY.test(error.code ?? '')
  if (error instanceof AggregateError) return error.errors.some(isAway)
  if (!(error instanceof Error)) return false
  const isSocket = 'syscall' in error && SOCKET.test(String(error.syscall))
  return isSocket || BROKEN.test(error.message)
}

/** Connection failures, a server that stops or starts, and one that has no place left. */
const AWAY = /^(08|57P0[123]|53300)/
const SOCKET = /^(connect|read|write|getaddrinfo)$/
/** What pg says without a code. */
const BROKEN = /^Connection terminated|timeout exceeded when trying to connect/

/** Gives the time there. */
async function check(pool: pg.Pool): Promise<Date> {
  const { rows } = await pool.query<{ version: number; replica: boolean; now: Date }>(
    `select current_setting('server_version_num')::int / 10000 as version,
            pg_is_in_recovery() as replica, clock_timestamp() as now`,
  )
  const { version, replica, now } = must(rows[0], 'the version of PostgreSQL')
  if (version < OLDEST_MAJOR) {
    throw new Error(`PostgreSQL ${version} is too old: ${OLDEST_MAJOR} or newer is needed`)
  }
  if (replica) throw new Error('DATABASE_URL leads to a read-only replica: name the primary')
  return now
}

export async function transaction<T>(kysely: Executor, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await kysely.transaction().execute(work)
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? (error.code ?? '') : ''
      if (!AGAIN.has(code) || tried === TRIES) throw error
      await sleep(Math.random() * 20 * tried)
    }
  }
}

/** Whether a failure may be that of one row among many: the others would be written without it. */
export function isOfOneRow(error: unknown): boolean {
  return error instanceof pg.DatabaseError && OF_ONE_ROW.test(error.code ?? '')
}

/** Bad data, a broken constraint, a deadlock, a trigger that refuses, a row that somebody locks. */
const OF_ONE_ROW = /^(22|23|40|P0|55P03)/

/** Runs `work` in a transaction that is rolled back, and gives what it would have come to. */
export async function rehearse<T>(kysely: Executor, work: (tx: Tx) => Promise<T>): Promise<T> {
  const results: T[] = []
  // Only an error makes a transaction roll back.
  const over = new Error('rehearsed')
  try {
    await transaction(kysely, async (tx) => {
      results.push(await work(tx))
      throw over
    })
  } catch (error) {
    if (error !== over) throw error
  }
  return must(results.at(-1), 'what was rehearsed')
}

const INT8 = 20
const INT8_ARRAY = 1016
const DATE = 1082

/** Our ids and counts are numbers. Everything else is read as pg reads it, jsonb parsed. */
const types: pg.CustomTypesConfig = {
  getTypeParser(id, format) {
    if (format === 'binary') return pg.types.getTypeParser(id, format)
    const oid: number = id
    if (oid === INT8) return toNumber
    if (oid === INT8_ARRAY) return toNumbers
    // A day has no time zone: as a Date it would be yesterday for half the world.
    if (oid === DATE) return (text: string) => text
    return pg.types.getTypeParser(id, format)
  },
}

function toNumber(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number)) return number
  throw new RangeError(`${text} is too large to be a number here`)
}

function toNumbers(text: string): (number | null)[] {
  const inside = text.slice(1, -1)
  return inside === ''
    ? []
    : inside.split(',').map((word) => (word === 'NULL' ? null : toNumber(word)))
}

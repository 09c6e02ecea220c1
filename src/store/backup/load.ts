import type pg from 'pg'

import type { Database } from '../database.ts'
import { BackupError, FORMAT, Header, Marker } from './format.ts'
import { KEPT, keptHere, MADE_BY_A_START } from './tables.ts'

/** So much goes to PostgreSQL at once. */
const BATCH_CHARACTERS = 1_000_000

/** The first line; throws where it is not the beginning of a backup that we can read. */
export function readHeader(line: string | undefined): Header {
  const parsed = Header.safeParse(parse(line ?? ''))
  if (!parsed.success) throw new BackupError('this is not a backup of Lockstep')
  if (parsed.data.format > FORMAT) {
    throw new BackupError('this backup was made by a newer Lockstep: use that one')
  }
  return parsed.data
}

/**
 * Takes the lines after the header into an empty database: all of them, or none. The schema is the
 * backup's already. Returns how many rows each table got.
 */
export async function load(
  { pool }: Database,
  lines: AsyncIterable<string>,
  settle: (client: pg.PoolClient) => Promise<void>,
): Promise<Record<string, number>> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(`set local idle_in_transaction_session_timeout = 0`)
    await refuseUnlessEmpty(client)
    const counts = await loadRows(client, lines)
    await goOnWithIds(client, Object.keys(counts))
    await settle(client)
    await client.query('commit')
    return counts
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

async function refuseUnlessEmpty(client: pg.PoolClient): Promise<void> {
  for (const table of (await keptHere(client)).toReversed()) {
    if (MADE_BY_A_START.includes(table)) {
      await client.query(`delete from "${table}"`)
    } else if ((await client.query(`select from "${table}" limit 1`)).rowCount !== 0) {
      throw new BackupError('this database is not empty: a backup is imported into a new one')
    }
  }
}

async function loadRows(
  client: pg.PoolClient,
  lines: AsyncIterable<string>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  let insert: ((rows: readonly string[]) => Promise<void>) | null = null
  let table = ''
  let batch: string[] = []
  let size = 0
  const flush = async () => {
    if (batch.length > 0) await insert?.(batch)
    batch = []
    size = 0
  }
  for await (const line of lines) {
    if (line.startsWith('{')) {
      if (insert === null) throw damaged()
      batch.push(line)
      size += line.length
      counts[table] = (counts[table] ?? 0) + 1
      if (size > BATCH_CHARACTERS) await flush()
      continue
    }
    await flush()
    const marker = Marker.safeParse(parse(line))
    if (!marker.success) throw damaged()
    const [kind, value] = marker.data
    if (kind === 'end') return whole(counts, value)
    table = value
    insert = await inserter(client, table)
    counts[table] = 0
  }
  throw damaged()
}

/** Only into tables of a backup, whatever the file says; columns are those that can be written. */
async function inserter(client: pg.PoolClient, table: string) {
  if (!KEPT.some((name) => name === table)) {
    throw new BackupError(`there is no place for "${table}", which this backup holds`)
  }
  const { rows } = await client.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = format('public.%I', $1::text)::regclass
       and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  const columns = rows[0]?.columns ?? ''
  const text = `insert into "${table}" (${columns}) overriding system value
    select ${columns} from json_populate_recordset(null::"${table}", $1::json)`
  return async (batch: readonly string[]) => {
    await client.query(text, [`[${batch.join(',')}]`])
  }
}

/** Each next row gets a number that no row of the backup has. */
async function goOnWithIds(client: pg.PoolClient, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `select c.relname as table, a.attname as column,
       pg_get_serial_sequence(format('public.%I', c.relname), a.attname) as sequence
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attidentity <> ''
     where c.relnamespace = 'public'::regnamespace and c.relname = any($1)`,
    [tables],
  )
  for (const { table, column, sequence } of rows) {
    await client.query(
      `select setval($1, coalesce(max("${column}"), 1), max("${column}") is not null)
       from "${table}"`,
      [sequence],
    )
  }
}

function whole(counts: Record<string, number>, said: Readonly<Record<string, number>>) {
  const isWhole = Object.entries(said).every(([table, count]) => counts[table] === count)
  if (!isWhole) throw damaged()
  return counts
}

function damaged(): BackupError {
  return new BackupError('this backup is not whole: it was cut off or changed')
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

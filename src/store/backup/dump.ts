import type pg from 'pg'

import { must } from '../../lib/must.ts'
import type { Database } from '../database.ts'
import { FORMAT, type Header } from './format.ts'
import { keptHere } from './tables.ts'

const ROWS = 1_000

/**
 * Everything worth keeping, line by line, as it stood at one moment, while others go on writing.
 * What is sealed stays sealed.
 */
export async function* dump({ pool }: Database, version: string): AsyncGenerator<string> {
  const client = await pool.connect()
  let isOver = false
  try {
    await client.query('begin isolation level repeatable read read only')
    // Whoever writes the file may be slow; and a moment means the same wherever it is read.
    await client.query(
      `set local idle_in_transaction_session_timeout = 0; set local timezone = 'UTC'`,
    )
    yield JSON.stringify(await header(client, version))
    const counts: Record<string, number> = {}
    for (const table of await keptHere(client)) {
      yield JSON.stringify(['table', table])
      let count = 0
      for await (const row of rowsOf(client, table)) {
        yield row
        count++
      }
      counts[table] = count
    }
    yield JSON.stringify(['end', counts])
    await client.query('commit')
    isOver = true
  } finally {
    // Left in the middle, a transaction is nothing to give back.
    client.release(!isOver)
  }
}

async function header(client: pg.PoolClient, version: string): Promise<Header> {
  const { rows } = await client.query<Pick<Header, 'schema' | 'installation' | 'sealedWith'>>(
    `select (select max(version) from migration) as schema, id as installation,
       case when exists (select from integration where client_secret_sealed <> '')
         then sealing_key_id end as "sealedWith"
     from installation`,
  )
  const facts = must(rows[0], 'the row that says which installation this is')
  return { lockstep: 'backup', format: FORMAT, version, at: new Date().toISOString(), ...facts }
}

/** As PostgreSQL writes them: no number or moment passes through a type of ours. */
async function* rowsOf(client: pg.PoolClient, table: string): AsyncGenerator<string> {
  await client.query(
    `declare backup no scroll cursor for select row_to_json(t)::text as row from "${table}" t`,
  )
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${ROWS} from backup`)
    // Between the values of a json column a line may end; inside them it is escaped.
    for (const { row } of rows) yield row.replaceAll('\n', ' ')
    if (rows.length < ROWS) break
  }
  await client.query('close backup')
}

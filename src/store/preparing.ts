import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'

/**
 * A pool whose connections prepare what is said often: a statement that begins with a name in a
 * comment is planned once for each connection instead of each time. The same name must always
 * stand before the same text.
 */
export function preparing(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => preparingClient(await pool.connect()),
    end: () => pool.end(),
  }
}

function preparingClient(client: PostgresPoolClient): PostgresPoolClient {
  function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query<R>(text: string | PostgresCursor<R>, values: readonly unknown[] = []) {
    if (typeof text !== 'string') return client.query(text)
    const name = NAMED.exec(text)?.[1]
    if (name === undefined) return client.query<R>(text, values)
    // pg takes a statement with its name in the place of its text; kysely's types know texts only.
    const statement: unknown = { name, text }
    return client.query<R>(statement as string, values)
  }
  return { query, release: (destroy) => client.release(destroy) }
}

const NAMED = /^\s*\/\* (\w+) \*\//

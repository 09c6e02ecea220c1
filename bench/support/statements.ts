import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import pg from 'pg'

/** Has PostgreSQL count its statements from its next start on. */
export async function countStatements(url: string): Promise<void> {
  await once(url, `alter system set shared_preload_libraries = 'pg_stat_statements'`)
}

/** Writes down which statements took how long, the costliest first. */
export async function writeStatements(url: string, folder: string): Promise<void> {
  await once(url, 'create extension if not exists pg_stat_statements')
  const rows = await once(
    url,
    `select calls, round(total_exec_time::numeric) as ms, round(mean_exec_time::numeric, 3) as mean,
       round((wal_bytes / greatest(calls, 1))::numeric) as wal,
       left(regexp_replace(query, '\\s+', ' ', 'g'), 150) as query
     from pg_stat_statements order by total_exec_time desc limit 40`,
  )
  const lines = rows.map((row) => Object.values(row).join('\t'))
  await writeFile(
    join(folder, 'statements.tsv'),
    ['calls\tms\tmean\twal\tquery', ...lines].join('\n'),
  )
}

async function once(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

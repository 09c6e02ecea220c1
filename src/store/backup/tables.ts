import type pg from 'pg'

/** What a backup holds, each table after those that it refers to. */
export const KEPT = [
  'installation',
  'setting',
  'instance',
  'user',
  'account',
  'apikey',
  'one_time_link',
  'integration',
  'asset',
  'policy',
  'import',
  'vulnerability',
  'finding',
  'alias',
  'history',
  'mapping',
  'pairing',
  'ticket',
  'attempt',
  'memory',
  'mark',
  'inbound_cursor',
  'delivery',
  'audit',
  'bulk_job',
] as const
export type KeptTable = (typeof KEPT)[number]

/** What a backup leaves out, and why nobody will miss it. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  migration: 'the header of a backup says which schema it has',
  session: 'people sign in again, so that a backup lets nobody in',
  verification: 'belongs to sign-ins under way',
  oauth_login: 'belongs to log-ins under way',
  import_staging: 'belongs to imports under way, which fail when their process ends',
  import_target: 'belongs to imports under way',
  instance_limit: 'is learnt again from the answers of the instance',
  lane: 'belongs to requests in flight',
  vulnerability_count: 'is counted again as the vulnerabilities come in',
  vulnerability_asset_count: 'is counted again as the vulnerabilities come in',
  vulnerability_day_count: 'is counted again as the vulnerabilities come in',
  vulnerability_count_change: 'is counted again as the vulnerabilities come in',
  title: 'is written again as the vulnerabilities come in',
}

/** Rows that a first start makes by itself: a database that holds no others is empty. */
export const MADE_BY_A_START: readonly KeptTable[] = [
  'installation',
  'setting',
  'policy',
  'one_time_link',
]

/** Those of a backup that there are: an older schema has not all of them. */
export async function keptHere(client: pg.PoolClient): Promise<KeptTable[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  return KEPT.filter((table) => rows.some(({ name }) => name === table))
}

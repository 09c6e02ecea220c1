import type pg from 'pg'

import type { Project } from './stand.ts'

/**
 * Vulnerabilities of one asset with a ticket each, straight into the tables: a million through the
 * front door would take half an hour. Only what a poll reads is there; indexes that it does not use
 * are dropped, and those it does use are made afterwards.
 */
export async function addLinks(pool: pg.Pool, { assetId }: Project, count: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(`set session_replication_role = replica; set maintenance_work_mem = '512MB'`)
    const { rows } = await client.query<{ name: string; table: string; definition: string }>(
      INDEXES,
    )
    for (const { name } of rows) await client.query(`drop index ${name}`)
    await client.query(VULNERABILITIES, [assetId, count])
    await client.query(TICKETS, [assetId])
    for (const { table, definition } of rows) {
      if (table === 'ticket') await client.query(definition)
    }
    await client.query('analyze vulnerability, ticket')
  } finally {
    client.release(true)
  }
}

const INDEXES = `
  select i.indexrelid::regclass::text as name, t.relname as "table",
    pg_get_indexdef(i.indexrelid) as definition
  from pg_index i join pg_class t on t.oid = i.indrelid
  where t.relname in ('vulnerability', 'ticket')
    and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`

const VULNERABILITIES = `
  insert into vulnerability (asset_id, title, type, severity, status, fingerprint, sending)
  select $1, 'A finding', 'SAST', 'HIGH', 'IDENTIFIED', n::text, 'sent'
  from generate_series(1, $2::int) as n`

const TICKETS = `
  insert into ticket (vulnerability_id, instance_id, table_name, table_label, sys_id, number,
    generation, mapping_id, agreed_status, agreed_state, reading, reading_mod_count)
  select v.id, i.instance_id, p.table_name, p.table_label, md5(v.id::text), 'INC' || v.id, 1,
    p.mapping_id, 'IDENTIFIED', '1', '{"state": "1", "fields": {}, "modCount": 0}', 0
  from vulnerability v
  join pairing p on p.asset_id = v.asset_id
  join integration i on i.id = p.integration_id
  where v.asset_id = $1`

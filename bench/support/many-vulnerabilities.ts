import type pg from 'pg'

/** How much there is of everything else for so many vulnerabilities. */
export interface Many {
  readonly vulnerabilities: number
  readonly assets: number
}

const TITLES = 2_000
const BATCH = 100_000

/**
 * Fills an empty, migrated database as a scanner's reports of some years would: many findings of
 * few rules, on assets of very different sizes, one in five with a ticket. Straight into the
 * tables: indexes are made afterwards and checks of references are left out, since a million rows
 * would take ten minutes through the front door.
 */
export async function fill(pool: pg.Pool, { vulnerabilities, assets }: Many): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(`set session_replication_role = replica; set maintenance_work_mem = '512MB'`)
    await client.query(`set max_parallel_maintenance_workers = 0`)
    const { rows: kept } = await client.query<{ remove: string; make: string }>(INDEXES)
    for (const { remove } of kept) await client.query(remove)
    await client.query(WORLD)
    await client.query(ASSETS, [assets])
    for (let from = 1; from <= vulnerabilities; from += BATCH) {
      const to = Math.min(vulnerabilities, from + BATCH - 1)
      await client.query(VULNERABILITIES, [from, to, assets, TITLES, vulnerabilities])
    }
    await client.query(FINDINGS)
    await client.query(HISTORY)
    await client.query(TICKETS)
    await client.query(MARKS)
    for (const { make } of kept) await client.query(make)
    await client.query(`reset session_replication_role; select count_anew()`)
    await client.query('vacuum analyze')
  } finally {
    client.release(true)
  }
}

const FILLED = `('vulnerability', 'finding', 'history', 'ticket', 'mark')`
/** Those of constraints go with them; primary keys stay, since others refer to them. */
const INDEXES = `
  select 'drop index ' || i.indexrelid::regclass as remove, pg_get_indexdef(i.indexrelid) as make
  from pg_index i join pg_class t on t.oid = i.indrelid
  where t.relname in ${FILLED} and not exists (
    select from pg_constraint c where c.conindid = i.indexrelid)
  union all
  select format('alter table %s drop constraint %I', conrelid::regclass, conname),
    format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
  from pg_constraint c join pg_class t on t.oid = c.conrelid
  where t.relname in ${FILLED} and contype = 'u'`

const WORLD = `
  insert into instance (origin) values ('https://bench.service-now.com');
  insert into integration (instance_id, name, client_id, client_secret_sealed, state)
    values (1, 'Bench', 'bench', 'sealed', 'connected');
  insert into mapping (content) values ('{"outbound": {}, "inbound": {}, "severities": {}, "stateLabels": {}}')`

const ASSETS = `
  insert into asset (name) select 'Asset ' || n from generate_series(1, $1::int) n`

/** Half of all are on a tenth of the assets; the last of them are the newest. */
const VULNERABILITIES = `
  insert into vulnerability (asset_id, title, description, solution, category, type, severity,
    status, status_changed_at, risk_accepted_until, fingerprint, scan_source, evidence, sending,
    archived_at, first_seen_at, created_at, updated_at)
  select 1 + floor($3::int * power(hashint4(n) & 65535, 2) / power(65536, 2))::int,
    (array['SQL injection in', 'Cross-site scripting in', 'Hard-coded password in',
      'Path traversal in', 'Unchecked copy in', 'Weak hash in', 'Outdated package used by'])[1 + n % 7]
      || ' module ' || (n::bigint * 7919 % $4::int),
    repeat('What the scanner says of it, and why it matters. ', 6),
    repeat('What to do about it. ', 4), 'CWE-' || n % 97,
    (array['SAST', 'SAST', 'SCA', 'SCA', 'DAST', 'SECRET', 'CONTAINER'])[1 + (h >> 3) % 7],
    (array['LOW', 'LOW', 'MEDIUM', 'MEDIUM', 'MEDIUM', 'HIGH', 'HIGH', 'CRITICAL', 'NOTIFICATION'])
      [1 + (h >> 6) % 9],
    status, at + interval '1 hour',
    case when status = 'RISK_ACCEPTED' then current_date + (h % 400) - 20 end,
    md5(n::text), 'Bench', jsonb_build_object('fileName', 'src/module' || n % 5000 || '/file.c',
      'firstLine', n % 900, 'codeSnippet', repeat('strcpy(destination, source);', 6)),
    case when n % 5 = 0 then 'sent' when n % 1000 = 1 then 'refused' else 'none' end,
    case when h % 50 = 0 then at + interval '2 hours' end, at, at, at + interval '2 hours'
  from (
    select n, h, now() - ($5::int - n) * interval '2 years' / $5::int as at,
      (array['IDENTIFIED', 'IDENTIFIED', 'IDENTIFIED', 'IN_PROGRESS', 'AWAITING_VALIDATION',
        'FIX_ACCEPTED', 'FIX_ACCEPTED', 'FIX_ACCEPTED', 'FIX_ACCEPTED', 'RISK_ACCEPTED',
        'FALSE_POSITIVE', 'CREATED', 'SUPPRESSED'])[1 + h % 13] as status
    from (select n, (hashint4(n + 1) & 1048575) as h
      from generate_series($1::int, $2::int) n) as numbered
  ) as row
  order by n`

const FINDINGS = `
  insert into finding (vulnerability_id, tool, rule, fingerprint, evidence, first_seen_at, last_seen_at)
  select id, 'Bench', 'R' || id % 2000, fingerprint, evidence, first_seen_at, now()
  from vulnerability order by id`

const HISTORY = `
  insert into history (vulnerability_id, at, actor, kind, message)
  select id, created_at, '{"kind":"lockstep"}', kind, 'Created by import of report.sarif (Bench)'
  from vulnerability, unnest(array['created', 'status']) as kind order by id`

const TICKETS = `
  insert into ticket (vulnerability_id, instance_id, table_name, table_label, sys_id, number,
    generation, condition, mapping_id, agreed_status, agreed_state, reading)
  select id, 1, 'incident', 'Incident', md5('ticket' || id), 'INC' || lpad(id::text, 8, '0'), 1,
    case when id % 5000 = 0 then 'gone' else 'living' end, 1, status, '1',
    jsonb_build_object('state', '1', 'modCount', 0, 'fields', jsonb_build_object())
  from vulnerability where sending = 'sent' order by id`

/** All were looked at but a few: what is waiting does not grow with what there is. */
const MARKS = `
  insert into mark (vulnerability_id, lane_key, revision, looked_revision)
  select id, 1, 1, case when row_number() over (order by id desc) <= 200 then 0 else 1 end
  from vulnerability where archived_at is null order by id`

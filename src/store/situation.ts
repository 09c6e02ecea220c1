import { sql, type CompiledQuery, type InferResult } from 'kysely'
import type { Mapping } from '../connection/mapping.ts'
import type { Fields, Reading, UnderWay } from '../connection/ticket.ts'
import { must } from '../lib/must.ts'
import type { Database, Executor } from './database.ts'

/** All that our side knows of one vulnerability and its ticket, in one reading of the database. */
export type SituationRow = InferResult<ReturnType<typeof situations>>[number]

/** Those of `ids` that there are, in any order. */
export async function readSituations(
  { keyed, openedAt }: Database,
  ids: readonly number[],
): Promise<readonly SituationRow[]> {
  const query = (compiled ??= situations(keyed).compile())
  const parameters = query.parameters.map((value) =>
    value === IDS ? ids : value === OPENED_AT ? openedAt : value,
  )
  const { rows } = await keyed.executeQuery<SituationRow>({
    ...query,
    sql: `/* situations */ ${query.sql}`,
    parameters,
  })
  return rows
}

/** Built once: so many joins take longer to put into words than to answer. */
let compiled: CompiledQuery<SituationRow> | undefined
const IDS: number[] = []
const OPENED_AT = new Date(0)

function situations(kysely: Executor) {
  return (
    kysely
      .selectFrom('vulnerability as v')
      .innerJoin('asset as a', 'a.id', 'v.asset_id')
      .innerJoin('installation as home', (join) => join.onTrue())
      .innerJoin('policy as pd', (join) => join.on('pd.asset_id', 'is', null))
      .leftJoin('policy as pa', 'pa.asset_id', 'v.asset_id')
      // One by one: a plan that is made once would otherwise read all there are, to join them.
      .leftJoinLateral(
        (eb) =>
          eb
            .selectFrom('pairing')
            .selectAll()
            .whereRef('asset_id', '=', 'v.asset_id')
            .where('removed_at', 'is', null)
            .limit(1)
            .as('p'),
        (join) => join.onTrue(),
      )
      .leftJoin('mapping as pm', 'pm.id', 'p.mapping_id')
      .leftJoin('integration as i', 'i.id', 'p.integration_id')
      .leftJoin('instance as n', 'n.id', 'i.instance_id')
      .leftJoin('inbound_cursor as c', (join) =>
        join
          .onRef('c.integration_id', '=', 'p.integration_id')
          .onRef('c.table_name', '=', 'p.table_name'),
      )
      .leftJoinLateral(
        (eb) =>
          eb
            .selectFrom('ticket')
            .selectAll()
            .whereRef('vulnerability_id', '=', 'v.id')
            .where(sql<boolean>`is_current`)
            .limit(1)
            .as('t'),
        (join) => join.onTrue(),
      )
      .leftJoin('mapping as tm', 'tm.id', 't.mapping_id')
      .leftJoinLateral(
        (eb) =>
          eb
            .selectFrom('attempt')
            .selectAll()
            .whereRef('vulnerability_id', '=', 'v.id')
            .where(sql<boolean>`outcome in ('open', 'unknown')`)
            .orderBy('id', 'desc')
            .limit(1)
            .as('e'),
        (join) => join.onTrue(),
      )
      .leftJoin('mapping as em', 'em.id', 'e.mapping_id')
      .leftJoin('memory as m', 'm.vulnerability_id', 'v.id')
      .leftJoin('setting as prefix', (join) => join.on('prefix.name', '=', 'ticketPrefix'))
      .where(sql<boolean>`v.id = any(${IDS}::bigint[])`)
      .select([
        // The one clock that all processes share, and that attempts are dated by.
        sql<Date>`clock_timestamp()`.as('now'),
        'v.id',
        'v.asset_id',
        'v.ticket_key',
        'v.title',
        'v.description',
        'v.solution',
        'v.reference',
        'v.category',
        'v.type',
        'v.severity',
        'v.status',
        'v.risk_accepted_until',
        'v.evidence',
        'v.status_reason',
        'v.status_actor',
        'v.status_changed_at',
        'v.sending',
        'v.sending_reason',
        'v.sent_by_hand',
        'v.held',
        'v.held_import_id',
        'v.generation',
        sql<Date | null>`coalesce(v.archived_at, a.archived_at)`.as('archived_at'),
        'a.name as asset_name',
        'home.id as installation_id',
        'prefix.value as prefix',
        sql<boolean>`coalesce(pa.send, pd.send)`.as('policy_send'),
        sql<string[]>`coalesce(pa.send_severities, pd.send_severities)`.as('policy_severities'),
        sql<string | null>`coalesce(home.creating_stopped, n.creating_stopped)`.as(
          'creating_stopped',
        ),
        'p.table_name as pairing_table',
        'p.table_label as pairing_label',
        'p.mapping_id as pairing_mapping_id',
        sql<Mapping | null>`pm.content`.as('pairing_mapping'),
        // A database server that started anew may have been given an older copy of the data.
        sql<boolean>`coalesce(c.heard_at >= greatest(${OPENED_AT}::timestamptz, pg_postmaster_start_time()), false)`.as(
          'pairing_heard',
        ),
        mayBeForgotten.as('may_be_forgotten'),
        'i.id as integration_id',
        'i.name as integration_name',
        'i.state as integration_state',
        'n.id as instance_id',
        sql<number | null>`t.id`.as('ticket_id'),
        't.instance_id as ticket_instance_id',
        't.table_name as ticket_table',
        't.table_label as ticket_label',
        't.sys_id as ticket_sys_id',
        't.number as ticket_number',
        't.generation as ticket_generation',
        't.mapping_id as ticket_mapping_id',
        sql<Mapping | null>`tm.content`.as('ticket_mapping'),
        't.condition as ticket_condition',
        't.agreed_status',
        't.agreed_state',
        sql<Fields | null>`t.sent_fields`.as('sent_fields'),
        sql<UnderWay | null>`t.under_way`.as('under_way'),
        sql<Reading | null>`t.reading`.as('reading'),
        't.reading_at as ticket_seen_at',
        't.written_mod_count',
        sql<number | null>`e.id`.as('attempt_id'),
        'e.instance_id as attempt_instance_id',
        'e.table_name as attempt_table',
        'e.generation as attempt_generation',
        'e.sys_id as attempt_sys_id',
        'e.correlation_id as attempt_correlation_id',
        'e.mapping_id as attempt_mapping_id',
        sql<Mapping | null>`em.content`.as('attempt_mapping'),
        'e.sent_at as attempt_sent_at',
        'e.deadline as attempt_deadline',
        'e.outcome as attempt_outcome',
        sql<string[]>`coalesce(m.said, '{}')`.as('said'),
        sql<{ wish: string; words: string }[]>`coalesce(m.refusals, '[]')`.as('refusals'),
        sql<{ sysId: string; number: string }[]>`coalesce(m.copies, '[]')`.as('copies'),
        sql<string[]>`array(select sys_id from ticket where vulnerability_id = v.id)`.as(
          'known_sys_ids',
        ),
      ])
  )
}

/** Nothing was tried on the project's table since somebody said that a backup was put back. */
const mayBeForgotten = sql<boolean>`case when home.recovered_at is null then false else not exists (
  select from attempt tried
  where tried.vulnerability_id = v.id and tried.instance_id = n.id
    and tried.table_name = p.table_name
    and (tried.sent_at >= home.recovered_at or tried.outcome_at >= home.recovered_at)
) end`

/** The time by the clock that all processes share. */
export async function databaseNow(db: Executor): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
  return must(rows[0], 'the time').now
}

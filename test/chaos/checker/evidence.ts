import type { Cast } from '../cast.ts'
import type { Stored } from '../instance.ts'
import type { Acknowledged, Edit, Ledger } from '../ledger.ts'
import type { Tail, Write } from '../tail.ts'

/** A vulnerability and all that the database says of it, by the checker's own SQL. */
export interface Vulnerability {
  readonly id: number
  readonly ticket_key: string
  readonly title: string
  readonly severity: string
  readonly status: string
  readonly sending: string
  readonly sending_reason: string
  readonly tool_id: string
  readonly is_paired: boolean
  readonly is_held: boolean
  readonly is_archived: boolean
  readonly sent_by_hand: boolean
  readonly ticket: Ticket | null
  readonly mark: Mark | null
  readonly attempts: readonly Attempt[]
  readonly history: readonly History[]
  readonly deliveries: readonly Delivery[]
}

export interface Ticket {
  readonly sys_id: string
  readonly number: string
  readonly condition: string
  readonly generation: number
  readonly agreed_status: string
  readonly agreed_state: string
}

export interface Mark {
  readonly revision: number
  readonly looked_revision: number
  readonly due_at: string
  readonly tries: number
  readonly lease_until: string | null
}

export interface Attempt {
  readonly sys_id: string
  readonly outcome: string
  readonly outcome_reason: string
  readonly sent_at: string
}

export interface History {
  readonly at: string
  readonly kind: string
  readonly message: string
  readonly actor: string
}

export interface Delivery {
  readonly at: string
  readonly level: string
  readonly message: string
  readonly details: Readonly<Record<string, string>>
}

/** Everything a verdict is given on. */
export interface Evidence {
  readonly vulnerabilities: readonly Vulnerability[]
  /** Records of the instance that carry a key of ours, by the vulnerability's part of it. */
  readonly records: ReadonlyMap<string, readonly Stored[]>
  readonly bySysId: ReadonlyMap<string, Stored>
  /** By the same part of the key that they carried, and by sys_id. */
  readonly writes: ReadonlyMap<string, readonly Write[]>
  readonly edits: ReadonlyMap<string, readonly Edit[]>
  readonly acknowledged: ReadonlyMap<number, readonly Acknowledged[]>
  readonly policy: readonly string[]
  readonly ledger: Ledger
  readonly tail: Tail
}

/** Reads both sides anew: the database with SQL, the instance over its API. */
export async function gather(cast: Cast, ledger: Ledger, tail: Tail): Promise<Evidence> {
  await tail.catchUp()
  const vulnerabilities = await cast.postgres.rows<Vulnerability>(EVERYTHING)
  const [policy] = await cast.postgres.rows<{ send: boolean; send_severities: string[] }>(
    'select send, send_severities from policy where asset_id is null',
  )
  const all = await allRecords(cast)
  const records = grouped(all, (record) => [keyIn(record['correlation_id'])])
  const bySysId = new Map(all.map((record) => [record['sys_id'] ?? '', record]))
  const writes = grouped(tail.writes, ({ sysId, correlationId }) => [sysId, keyIn(correlationId)])
  const edits = grouped(ledger.edits, ({ sysId }) => [sysId])
  const acknowledged = grouped(ledger.acknowledged, ({ id }) => [id])
  const sent = policy?.send === true ? policy.send_severities : []
  const indexed = { records, bySysId, writes, edits, acknowledged }
  return { vulnerabilities, ...indexed, policy: sent, ledger, tail }
}

/** The part of a correlation id that names the vulnerability. */
export function keyIn(correlationId = ''): string {
  return correlationId.split(':')[2] ?? ''
}

function grouped<T, K extends string | number>(
  list: readonly T[],
  namesOf: (one: T) => K[],
): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of list) {
    for (const name of new Set(namesOf(one))) {
      if (name === '') continue
      const group = groups.get(name)
      if (group === undefined) groups.set(name, [one])
      else group.push(one)
    }
  }
  return groups
}

/** The instance gives 10,000 at most: one sixteenth at a time, by the first digit of the sys_id. */
async function allRecords(cast: Cast): Promise<Stored[]> {
  const parts: Stored[] = []
  for (const digit of '0123456789abcdef') {
    const query = `sys_idSTARTSWITH${digit}^correlation_idSTARTSWITHlockstep:`
    parts.push(...(await cast.instance.records('incident', query)))
  }
  return parts
}

const EVERYTHING = `
  select v.id::int, v.ticket_key, v.title, v.severity, v.status, v.sending, v.sending_reason,
    v.tool_id, v.sent_by_hand, v.held as is_held, v.archived_at is not null as is_archived,
    exists (select from pairing p where p.asset_id = v.asset_id and p.removed_at is null)
      as is_paired,
    (select row_to_json(t) from (select sys_id, number, condition, generation, agreed_status,
       agreed_state from ticket where vulnerability_id = v.id and is_current) t) as ticket,
    (select row_to_json(m) from (select revision, looked_revision, due_at, tries, lease_until
       from mark where vulnerability_id = v.id) m) as mark,
    coalesce((select json_agg(a order by a.id) from (select id, sys_id, outcome, outcome_reason,
       sent_at from attempt where vulnerability_id = v.id) a), '[]') as attempts,
    coalesce((select json_agg(h order by h.id) from (select id, at, kind, message,
       actor->>'kind' as actor from history where vulnerability_id = v.id) h), '[]') as history,
    coalesce((select json_agg(d order by d.id) from (select id, at, level, message, details
       from delivery where vulnerability_id = v.id) d), '[]') as deliveries
  from vulnerability v order by v.id`

import { sql, type QueryExecutorProvider, type RawBuilder } from 'kysely'
import { MOST_REQUEST_IDS, requestIds } from '../lib/request-id.ts'

/** Where somebody waits, and where nobody does: a backfill or a re-made mapping. */
export type Priority = 'now' | 'backfill'

/** A claimed look. Only its holder, known by `fence`, may say what became of it. */
export interface Claim {
  readonly key: number
  readonly revision: number
  readonly fence: number
  readonly lane: number
  readonly priority: Priority
  /** Looks in a row that came to nothing. */
  readonly tries: number
  /** Of those who asked for it. */
  readonly requestIds: readonly string[]
  /** How long ago the first of them did, by the database's clock. */
  readonly askedMsAgo: number
}

/**
 * Asks for a look at each of `keys`, in the caller's transaction: the wish is kept if and only if
 * the change is. Says nothing of what happened: the look will find out. Asking twice is asking
 * once; asking during a look means looking again.
 */
export async function requestLooks(
  tx: QueryExecutorProvider,
  keys: readonly number[],
  priority: Priority = 'now',
): Promise<void> {
  if (keys.length === 0) return
  // In sorted order, or two transactions that ask for the same keys would deadlock.
  await sql`
    insert into mark (vulnerability_id, priority, lane_key, request_ids)
    select key, ${rank(priority)}, lane, ${requestIds()}::text[]
    from lanes_of(${keys}::bigint[])
    order by key
    on conflict (vulnerability_id) do update set
      revision = mark.revision + 1,
      due_at = least(mark.due_at, now()),
      priority = case
        when mark.looked_revision >= mark.revision then excluded.priority
        when mark.priority < 0 then least(mark.priority, excluded.priority - ${BEGUN})
        else least(mark.priority, excluded.priority) end,
      lane_key = excluded.lane_key,
      tries = 0,
      asked_at = case when mark.looked_revision < mark.revision then mark.asked_at else now() end,
      request_ids = case when mark.looked_revision >= mark.revision then excluded.request_ids
        when mark.request_ids @> excluded.request_ids then mark.request_ids
        else (mark.request_ids || excluded.request_ids)[1:${MOST_REQUEST_IDS}] end`.execute(tx)
  // One a transaction, however often it is called: PostgreSQL drops equal ones.
  await sql`select pg_notify(${CHANNEL}, '')`.execute(tx)
}

/** A look that was begun ranks so much before the others of its kind, until it ends or is put off. */
const BEGUN = 10

const usualRank = sql`case when mark.priority < 0 then mark.priority + ${BEGUN} else mark.priority end`

export const CHANNEL = 'lockstep_mark'

/**
 * Claims due looks under a lease, at most so many for each lane that a slow or dead instance
 * takes nobody else's place. `free` says how many places the caller has left in the lanes that it
 * knows, `perLane` how many in each other. What is claimed goes before all else from then on: a dead
 * holder's looks are taken over first, however much is waiting and however little room there is.
 */
export async function claimLooks(
  db: QueryExecutorProvider,
  options: {
    readonly limit: number
    readonly perLane: number
    readonly free: ReadonlyMap<number, number>
    readonly leaseMs: number
  },
): Promise<Claim[]> {
  const { limit, perLane, free, leaseMs } = options
  const { rows } = await sql<Claim>`
    /* looks_claim */
    with recursive lane (key) as (
      (select lane_key from mark where looked_revision < revision order by lane_key limit 1)
      union all
      select (select m.lane_key from mark m
              where m.looked_revision < m.revision and m.lane_key > lane.key
              order by m.lane_key limit 1)
      from lane where lane.key is not null
    ),
    room as (
      select lane.key, coalesce(known.places, ${perLane}::int) as free
      from lane
      left join unnest(${[...free.keys()]}::bigint[], ${[...free.values()]}::int[])
        as known (key, places) on known.key = lane.key
      where lane.key is not null
    ),
    due as (
      select d.vulnerability_id, d.priority, d.due_at
      from room
      cross join lateral (
        select * from (${due(sql`m.priority < 0`)} limit ${limit} for update skip locked) begun
        union all
        select * from (
          ${due(sql`m.priority >= 0`)} limit greatest(room.free, 0) for update skip locked) others
      ) as d
      order by d.priority, d.due_at
      limit ${limit}
    )
    update mark set
      lease_until = now() + ${leaseMs} * interval '1 millisecond',
      priority = case when mark.priority < 0 then mark.priority else mark.priority - ${BEGUN} end,
      fence = mark.fence + 1
    from due where due.vulnerability_id = mark.vulnerability_id
    returning mark.vulnerability_id as key, mark.revision, mark.fence, mark.lane_key as lane, mark.tries,
      mark.request_ids as "requestIds",
      extract(epoch from clock_timestamp() - mark.asked_at)::float8 * 1000 as "askedMsAgo",
      case mark.priority when ${-BEGUN} then 'now' else 'backfill' end as priority`.execute(db)
  return rows
}

function due(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select m.vulnerability_id, m.priority, m.due_at from mark m
    where m.looked_revision < m.revision and m.lane_key = room.key and m.due_at <= now()
      and (m.lease_until is null or m.lease_until < now()) and ${which}
    order by m.priority, m.due_at`
}

/** What became of a claim that was looked at to its end. */
export type Finished = 'done' | 'again' | 'lost'

/**
 * The looks were made and left nothing to do for these revisions. `again`: somebody has asked
 * meanwhile. `lost`: the lease was, and another may be looking. In the order of `claims`. Does not
 * wait for the disk: a database that loses power may forget it, and then looks are made twice.
 */
export async function finishLooks(
  db: QueryExecutorProvider,
  claims: readonly Claim[],
): Promise<Finished[]> {
  const looked = claims.map(({ key, fence, revision, requestIds: ids }) => {
    return { key, fence, revision, request_ids: ids }
  })
  const { rows } = await sql<{ key: number; isOpen: boolean }>`
    /* looks_finish */
    with quick as materialized (select set_config('synchronous_commit', 'off', true))
    update mark set looked_revision = greatest(mark.looked_revision, looked.revision),
      lease_until = null, tries = 0, due_at = now(), priority = ${usualRank},
      request_ids = array(select id from unnest(mark.request_ids) as id
        where id <> all (looked.request_ids))
    from json_to_recordset(${JSON.stringify(looked)}::json) as looked (
      key bigint, fence bigint, revision bigint, request_ids text[]), quick
    where mark.vulnerability_id = looked.key and mark.fence = looked.fence
    returning mark.vulnerability_id as key, mark.looked_revision < mark.revision as "isOpen"`.execute(
    db,
  )
  const found = new Map(rows.map(({ key, isOpen }) => [key, isOpen]))
  return claims.map(({ key }) => {
    const isOpen = found.get(key)
    return isOpen === undefined ? 'lost' : isOpen ? 'again' : 'done'
  })
}

/**
 * The look must be made again after a while; at once if somebody asked in the meantime. `tries`
 * grows with failures only: to wait for something is none.
 */
export async function postponeLook(
  db: QueryExecutorProvider,
  claim: Claim,
  afterMs: number,
  tries: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update mark set lease_until = null, tries = ${tries}, priority = ${usualRank},
      due_at = case when revision > ${claim.revision} then now()
        else now() + ${afterMs} * interval '1 millisecond' end
    where vulnerability_id = ${claim.key} and fence = ${claim.fence}`.execute(db)
  return numAffectedRows === 1n
}

/**
 * Keeps `claims` for another `leaseMs`; a process that died renews nothing. One that has ended in
 * the meantime has no lease any more: to give it one would hold up the next look.
 */
export async function renewLooks(
  db: QueryExecutorProvider,
  claims: readonly Claim[],
  leaseMs: number,
): Promise<void> {
  await sql`
    update mark set lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from unnest(${claims.map((claim) => claim.key)}::bigint[],
      ${claims.map((claim) => claim.fence)}::bigint[]) as held (key, fence)
    where mark.vulnerability_id = held.key and mark.fence = held.fence
      and mark.lease_until is not null`.execute(db)
}

/** Nothing was looked at: others may, at once. */
export async function giveBackLooks(
  db: QueryExecutorProvider,
  claims: readonly Claim[],
): Promise<void> {
  await renewLooks(db, claims, 0)
  await sql`select pg_notify(${CHANNEL}, '')`.execute(db)
}

/** Looks wait in a lane's backoff; a log-in or the end of a trouble makes them due at once. */
export async function hurryLane(db: QueryExecutorProvider, lane: number): Promise<void> {
  await sql`
    update mark set due_at = now(), tries = 0
    where looked_revision < revision and lane_key = ${lane} and due_at > now()`.execute(db)
  await sql`select pg_notify(${CHANNEL}, '')`.execute(db)
}

function rank(priority: Priority): number {
  return priority === 'now' ? 0 : 1
}

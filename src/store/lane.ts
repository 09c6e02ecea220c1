import { randomUUID } from 'node:crypto'
import type pg from 'pg'

import { must } from '../lib/must.ts'
import type { Database } from './database.ts'

/** A row of `instance_limit`, as `servicenow/limit.ts` reasons about it. */
export interface LimitRow {
  readonly max: number
  readonly width: number
  readonly pausedUntil: Date | null
  readonly reason: string | null
  readonly failures: number
  readonly calm: number
}

interface Taking {
  readonly leaseMs: number
  readonly rank: number
  readonly probeFrom: number
}

interface HeldLane {
  readonly slot: number
  readonly fence: number
}

interface TakenRow extends LimitRow {
  readonly slot: number | null
  readonly fence: number | null
  readonly now: Date
}

const LIMIT = `max, width, paused_until as "pausedUntil", reason, failures, calm`
/** Nothing is lost with it but a little time: the lane is free a lease later. */
const QUICK = `quick as materialized (select set_config('synchronous_commit', 'off', true))`
const TAKEN = `select max, width, "pausedUntil", reason, failures, calm, now() as now, slot, fence
  from bound left join taken on true`

/** Lanes that are open to a wish of rank $3 of process $5, where others as in `first` go first. */
const bound = (first: string): string => `
  bound as (
    select ${LIMIT}, case
      when paused_until > now() then 0
      when failures >= $4 then 1
      when wanted_by <> $5 and wanted_at > now() - interval '1 second' and ${first} then 0
      else width end as open
    from instance_limit where instance_key = $1
  )`

/**
 * One statement, one row locked, nobody waited for. Who finds no lane leaves word, so that the next
 * one to become free elsewhere is not kept there by somebody less urgent.
 */
const TAKE = `
  with ${bound('wanted_rank < $3')},
  free as (
    select lane.slot from lane, bound
    where instance_key = $1 and lane.slot <= bound.open and lease_until <= now()
    order by lane.slot limit 1 for update of lane skip locked
  ),
  taken as (
    update lane set lease_until = now() + $2 * interval '1 ms', fence = lane.fence + 1
    from free where lane.instance_key = $1 and lane.slot = free.slot
    returning lane.slot, lane.fence
  ),
  word as (
    update instance_limit set wanted_by = $5, wanted_rank = $3,
      wanted_at = case when exists (select from taken) then null else now() end
    where instance_key = $1 and case when exists (select from taken)
      then wanted_by = $5 and wanted_at is not null
      else (paused_until is null or paused_until <= now()) and (
        wanted_at is null or wanted_rank > $3 or wanted_at < now() - interval '200 ms') end
  )
  ${TAKEN}`

const KEEP = `
  with ${bound('(wanted_rank < $3 or $8 and wanted_rank = $3)')},
  kept as (
    update lane set fence = fence + 1, lease_until = case when slot <= bound.open
      then now() + $2 * interval '1 ms' else '-infinity' end
    from bound where instance_key = $1 and slot = $6 and fence = $7
    returning slot, fence, slot <= bound.open as is_kept
  ),
  taken as (select slot, fence from kept where is_kept)
  ${TAKEN}`

const GIVE = `
  with ${QUICK}
  update lane set lease_until = '-infinity' from quick
  where instance_key = $1 and slot = $2 and fence = $3`

const LEAVE = `
  with ${QUICK}
  update lane set lease_until = least(lease_until, now() + $4 * interval '1 ms') from quick
  where instance_key = $1 and slot = $2 and fence = $3`

/**
 * Lanes of every instance, by the database's clock. A lane is on disk before its request leaves: a
 * database that was killed would otherwise hand out again what it forgot, while the instance still
 * works on it. `max` is the number of requests in flight per instance.
 */
export function laneStore({ pool }: Pick<Database, 'pool'>, max = 4) {
  /** By whom word is left; a process asks for all of its own at once. */
  const me = randomUUID()
  const prepared = new Set<string>()
  /** Once per process: the number of lanes may have been configured anew. */
  async function prepareOnce(instanceKey: string): Promise<void> {
    if (prepared.has(instanceKey)) return
    await prepare(pool, instanceKey, max)
    prepared.add(instanceKey)
  }
  async function answerOf(
    instanceKey: string,
    name: string,
    text: string,
    { leaseMs, rank, probeFrom }: Taking,
    more: readonly unknown[] = [],
  ) {
    const values = [instanceKey, leaseMs, rank, probeFrom, me, ...more]
    const { rows } = await pool.query<TakenRow>({ name, text, values })
    const { slot, fence, now, ...limit } = must(rows[0], `the limit of ${instanceKey}`)
    return { lane: slot === null || fence === null ? null : { slot, fence }, limit, now }
  }
  return {
    async take(instanceKey: string, taking: Taking) {
      await prepareOnce(instanceKey)
      return answerOf(instanceKey, 'lane_take', TAKE, taking)
    },

    keep(instanceKey: string, { slot, fence }: HeldLane, taking: Taking, isLong: boolean) {
      return answerOf(instanceKey, 'lane_keep', KEEP, taking, [slot, fence, isLong])
    },

    async give(instanceKey: string, { slot, fence }: HeldLane): Promise<void> {
      await pool.query({ name: 'lane_give', text: GIVE, values: [instanceKey, slot, fence] })
    },

    async leave(instanceKey: string, { slot, fence }: HeldLane, ms: number): Promise<void> {
      const values = [instanceKey, slot, fence, ms]
      await pool.query({ name: 'lane_leave', text: LEAVE, values })
    },

    async change(
      instanceKey: string,
      next: (limit: LimitRow, now: Date) => LimitRow,
    ): Promise<LimitRow> {
      await prepareOnce(instanceKey)
      const client = await pool.connect()
      try {
        await client.query('begin')
        const { now, ...before } = await lockLimit(client, instanceKey)
        const after = next(before, now)
        await saveLimit(client, instanceKey, after)
        await client.query('commit')
        return after
      } catch (error) {
        await client.query('rollback')
        throw error
      } finally {
        client.release()
      }
    },

    async state(instanceKey: string): Promise<LimitRow & { readonly inFlight: number }> {
      await prepareOnce(instanceKey)
      const { rows } = await pool.query<LimitRow & { inFlight: number }>(
        `select ${LIMIT}, (select count(*) from lane
           where lane.instance_key = $1 and lease_until > now()) as "inFlight"
         from instance_limit where instance_key = $1`,
        [instanceKey],
      )
      return must(rows[0], `the limit of ${instanceKey}`)
    },
  }
}

async function prepare(pool: pg.Pool, instanceKey: string, max: number): Promise<void> {
  await pool.query(
    `insert into instance_limit as l (instance_key, max, width) values ($1, $2, $2)
     on conflict (instance_key) do update set max = $2,
       width = case when l.width = l.max then $2 else least(l.width, $2) end
     where l.max <> $2`,
    [instanceKey, max],
  )
  await pool.query(
    `insert into lane (instance_key, slot) select $1, slot from generate_series(1, $2) as slot
     on conflict do nothing`,
    [instanceKey, max],
  )
}

async function lockLimit(
  client: pg.PoolClient,
  instanceKey: string,
): Promise<LimitRow & { readonly now: Date }> {
  const { rows } = await client.query<LimitRow & { now: Date }>(
    `select ${LIMIT}, clock_timestamp() as now from instance_limit
     where instance_key = $1 for update`,
    [instanceKey],
  )
  return must(rows[0], `the limit of ${instanceKey}`)
}

async function saveLimit(client: pg.PoolClient, key: string, limit: LimitRow): Promise<void> {
  await client.query(
    `update instance_limit
     set max = $2, width = $3, paused_until = $4, reason = $5, failures = $6, calm = $7
     where instance_key = $1`,
    [key, limit.max, limit.width, limit.pausedUntil, limit.reason, limit.failures, limit.calm],
  )
}

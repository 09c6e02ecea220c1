import { randomUUID } from 'node:crypto'
import type pg from 'pg'

import { must } from '../lib/must.ts'
import { together } from '../lib/together.ts'
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

interface GoingOn extends Omit<Taking, 'leaseMs'> {
  readonly isLong: boolean
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

interface OpenRow extends LimitRow {
  readonly open: number
  readonly now: Date
}

const LIMIT = `max, width, paused_until as "pausedUntil", reason, failures, calm`
/** Nothing is lost with it but a little time: the lane is free a lease later. */
const QUICK = `quick as materialized (select set_config('synchronous_commit', 'off', true))`

/** How many lanes are open to a wish of a rank, where others as in `first` go first. */
const openTo = (first: string, probeFrom: string, me: string): string => `case
  when paused_until > now() then 0
  when failures >= ${probeFrom} then 1
  when wanted_by <> ${me} and wanted_at > now() - interval '1 second' and ${first} then 0
  else width end`

/**
 * One statement, one row locked, nobody waited for. Who finds no lane leaves word, so that the next
 * one to become free elsewhere is not kept there by somebody less urgent.
 */
const TAKE = `
  with bound as (
    select ${LIMIT}, ${openTo('wanted_rank < $3', '$4', '$5::uuid')} as open
    from instance_limit where instance_key = $1
  ),
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
  select max, width, "pausedUntil", reason, failures, calm, now() as now, slot, fence
  from bound left join taken on true`

const RENEW = `
  update lane set lease_until = now() + $4 * interval '1 ms'
  where instance_key = $1 and slot = $2 and fence = $3 and lease_until > now()`

/** For all that ask in the same moment: reading costs less than asking. */
const OPEN = `
  select ${LIMIT}, now() as now, ${openTo(
    '(wanted_rank < asked.rank or asked.is_long and wanted_rank = asked.rank)',
    'asked.probe_from',
    '$2::uuid',
  )} as open
  from json_to_recordset($1::json)
    as asked (n int, instance_key text, rank int, probe_from int, is_long boolean)
  join instance_limit using (instance_key) order by asked.n`

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
  const prepared = new Map<string, Promise<void>>()
  /** Once per process, however many ask at once: the number of lanes may have been configured anew. */
  function prepareOnce(instanceKey: string): Promise<void> {
    const known = prepared.get(instanceKey)
    if (known !== undefined) return known
    const preparing = prepare(pool, instanceKey, max)
    prepared.set(instanceKey, preparing)
    preparing.catch(() => prepared.delete(instanceKey))
    return preparing
  }
  const open = together(
    async (asked: readonly (GoingOn & { readonly instanceKey: string })[]) => {
      const wishes = asked.map(({ instanceKey, rank, probeFrom, isLong }, n) => {
        return { n, instance_key: instanceKey, rank, probe_from: probeFrom, is_long: isLong }
      })
      const values = [JSON.stringify(wishes), me]
      const { rows } = await pool.query<OpenRow>({ name: 'lane_open', text: OPEN, values })
      return rows.map(({ open: lanes, now, ...limit }) => ({ open: lanes, limit, now }))
    },
    { atATime: 2 },
  )
  return {
    async take(instanceKey: string, { leaseMs, rank, probeFrom }: Taking) {
      await prepareOnce(instanceKey)
      const values = [instanceKey, leaseMs, rank, probeFrom, me]
      const { rows } = await pool.query<TakenRow>({ name: 'lane_take', text: TAKE, values })
      const { slot, fence, now, ...limit } = must(rows[0], `the limit of ${instanceKey}`)
      return { lane: slot === null || fence === null ? null : { slot, fence }, limit, now }
    },

    async renew(instanceKey: string, { slot, fence }: HeldLane, leaseMs: number): Promise<boolean> {
      const values = [instanceKey, slot, fence, leaseMs]
      const { rowCount } = await pool.query({ name: 'lane_renew', text: RENEW, values })
      return rowCount === 1
    },

    open: (instanceKey: string, goingOn: GoingOn) => open({ instanceKey, ...goingOn }),

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

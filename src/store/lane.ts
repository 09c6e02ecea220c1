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
  readonly leaveOneFree: boolean
  readonly probeFrom: number
}

interface TakenRow extends LimitRow {
  readonly slot: number | null
  readonly fence: number | null
  readonly now: Date
}

const LIMIT = `max, width, paused_until as "pausedUntil", reason, failures, calm`

/**
 * One statement, one row locked, nobody waited for. Catching up fills from the bottom and leaves
 * the top lane to the others, who fill from the top.
 */
const TAKE = `
  with quick as materialized (select set_config('synchronous_commit', 'off', true)),
  bound as (
    select ${LIMIT}, case
      when paused_until > now() then 0
      when failures >= $4 then 1
      when $3 and width > 1 then width - 1
      else width end as open
    from instance_limit, quick where instance_key = $1
  ),
  free as (
    select lane.slot from lane, bound
    where instance_key = $1 and lane.slot <= bound.open and lease_until <= now()
    order by case when $3 then lane.slot else -lane.slot end
    limit 1 for update of lane skip locked
  ),
  taken as (
    update lane set lease_until = now() + $2 * interval '1 ms', fence = lane.fence + 1
    from free where lane.instance_key = $1 and lane.slot = free.slot
    returning lane.slot, lane.fence
  )
  select max, width, "pausedUntil", reason, failures, calm, now() as now, slot, fence
  from bound left join taken on true`

const GIVE = `
  with quick as materialized (select set_config('synchronous_commit', 'off', true))
  update lane set lease_until = '-infinity' from quick
  where instance_key = $1 and slot = $2 and fence = $3`

/**
 * Lanes of every instance, by the database's clock. Taking one does not wait for the disk: a killed
 * process changes nothing about it, and only a database that loses power may forget its last
 * half second of lanes. `max` is the number of requests in flight per instance.
 */
export function laneStore({ pool }: Pick<Database, 'pool'>, max = 4) {
  const prepared = new Set<string>()
  /** Once per process: the number of lanes may have been configured anew. */
  async function prepareOnce(instanceKey: string): Promise<void> {
    if (prepared.has(instanceKey)) return
    await prepare(pool, instanceKey, max)
    prepared.add(instanceKey)
  }
  return {
    async take(instanceKey: string, taking: Taking) {
      await prepareOnce(instanceKey)
      const values = [instanceKey, taking.leaseMs, taking.leaveOneFree, taking.probeFrom]
      const { rows } = await pool.query<TakenRow>({ name: 'lane_take', text: TAKE, values })
      const { slot, fence, now, ...limit } = must(rows[0], `the limit of ${instanceKey}`)
      return { lane: slot === null || fence === null ? null : { slot, fence }, limit, now }
    },

    async give(instanceKey: string, slot: number, fence: number): Promise<void> {
      await pool.query({ name: 'lane_give', text: GIVE, values: [instanceKey, slot, fence] })
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

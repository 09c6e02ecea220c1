import { setTimeout as sleep } from 'node:timers/promises'

import type { Ledger } from './ledger.ts'
import type { Postgres } from './postgres.ts'

const PATIENCE_MS = 30_000
/** A dead worker's looks are to be under way again after so long. */
export const TAKEN_OVER_MS = 15_000

interface Held {
  readonly id: string
  readonly fence: string
  readonly until: string
}

/**
 * How long it takes until the worker that lives holds what the dead one held. What the living one
 * held is told apart by its lease: it is renewed.
 */
export async function measureTakeOver(postgres: Postgres, ledger: Ledger): Promise<void> {
  const began = Date.now()
  let waiting = await postgres.rows<Held>(
    `select vulnerability_id as id, fence, lease_until::text as until from mark
     where lease_until > now() and looked_revision < revision`,
  )
  let longest = 0
  let meanwhile = ''
  while (waiting.length > 0) {
    await sleep(200)
    const now = new Map(
      (
        await postgres.rows<Held>(
          `select vulnerability_id as id, fence, coalesce(lease_until::text, '') as until from mark
           where vulnerability_id = any($1) and looked_revision < revision`,
          [waiting.map(({ id }) => id)],
        )
      ).map((mark) => [mark.id, mark]),
    )
    const still = waiting.filter(({ id, fence }) => now.get(id)?.fence === fence)
    const taken = waiting.filter(({ id, fence }) => {
      const mark = now.get(id)
      return mark !== undefined && mark.fence !== fence
    })
    if (taken.length > 0) longest = Date.now() - began
    waiting = still.filter(({ id, until }) => now.get(id)?.until === until)
    if (meanwhile === '' && Date.now() - began > TAKEN_OVER_MS && waiting.length > 0) {
      meanwhile = await inTheWay(postgres, waiting)
    }
    if (Date.now() - began > PATIENCE_MS) {
      longest = PATIENCE_MS
      break
    }
  }
  if (longest > 0 && !isSpoilt(ledger, began)) ledger.takeOvers.push({ ms: longest, meanwhile })
}

/** The other worker was killed too, or the database was: then it says nothing of the one. */
function isSpoilt(ledger: Ledger, began: number): boolean {
  return ledger.troubles.some(({ kind, at }) => at > began && /kill|restart|restore/.test(kind))
}

async function inTheWay(postgres: Postgres, waiting: readonly Held[]): Promise<string> {
  const rows = await postgres.rows<Record<string, unknown>>(
    `select now() as now,
       (select json_agg(m) from (select vulnerability_id, priority, lane_key, due_at, lease_until, tries
          from mark where vulnerability_id = any($1) limit 3) m) as left,
       (select json_agg(m) from (select priority, lane_key, count(*) as due,
            count(*) filter (where lease_until > now()) as leased
          from mark where looked_revision < revision and due_at <= now() group by 1, 2) m) as due,
       (select json_agg(l) from (select slot, lease_until from lane where lease_until > now()) l) as lanes,
       (select json_agg(i) from (select width, paused_until, reason, failures from instance_limit) i) as limits`,
    [waiting.map(({ id }) => id)],
  )
  return JSON.stringify(rows[0])
}

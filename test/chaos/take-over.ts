import { setTimeout as sleep } from 'node:timers/promises'

import type { Ledger } from './ledger.ts'
import type { Postgres } from './postgres.ts'

const PATIENCE_MS = 30_000

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
    if (Date.now() - began > PATIENCE_MS) {
      longest = PATIENCE_MS
      break
    }
  }
  if (longest > 0 && !isSpoilt(ledger, began)) ledger.takeOvers.push(longest)
}

/** The other worker was killed too, or the database was: then it says nothing of the one. */
function isSpoilt(ledger: Ledger, began: number): boolean {
  return ledger.troubles.some(({ kind, at }) => at > began && /kill|restart|restore/.test(kind))
}

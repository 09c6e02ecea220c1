import { setTimeout as sleep } from 'node:timers/promises'

import type { Ledger } from './ledger.ts'
import type { Postgres } from './postgres.ts'

const LONGEST_MS = 15_000

interface Held {
  readonly vulnerability_id: string
  readonly fence: string
}

/** How long it takes until somebody holds what all workers held when they died. */
export async function measureTakeOver(postgres: Postgres, ledger: Ledger): Promise<void> {
  const began = Date.now()
  const held = await postgres.rows<Held>(
    `select vulnerability_id, fence from mark
     where lease_until > now() and looked_revision < revision`,
  )
  if (held.length === 0) return
  while (Date.now() - began < 2 * LONGEST_MS) {
    const left = await postgres.rows<Held>(
      `select m.vulnerability_id, m.fence from mark m
       join unnest($1::bigint[], $2::bigint[]) as h (id, fence)
         on h.id = m.vulnerability_id and h.fence = m.fence
       where m.looked_revision < m.revision`,
      [held.map((mark) => mark.vulnerability_id), held.map((mark) => mark.fence)],
    )
    if (left.length === 0) {
      ledger.takeOvers.push(Date.now() - began)
      return
    }
    await sleep(100)
  }
  // A killed database or a restored one: then this says nothing of the workers.
  if (!ledger.troubles.some(({ kind, from }) => from > began && !kind.includes('worker'))) {
    ledger.breaches.push(`looks of dead workers were not taken over in ${2 * LONGEST_MS} ms`)
  }
}

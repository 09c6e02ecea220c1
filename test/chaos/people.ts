import type { Cast } from './cast.ts'
import type { Dice } from './dice.ts'
import type { Ledger } from './ledger.ts'
import type { Lockstep } from './lockstep.ts'

const STATUSES = {
  IDENTIFIED: 3,
  IN_PROGRESS: 4,
  AWAITING_VALIDATION: 4,
  FIX_ACCEPTED: 2,
  RISK_ACCEPTED: 1,
  FALSE_POSITIVE: 1,
} as const
const SEVERITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const
const IN_A_QUARTER = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)

/** People who triage: each call that is answered with success is written in the ledger. */
export function people(cast: Cast, lockstep: Lockstep, ledger: Ledger, throws: Dice) {
  // Two people on one vulnerability at once: whose word came last, only the database knows.
  const busy = new Set<number>()
  let edition = 0

  async function anyId(): Promise<number | null> {
    const rows = await cast.postgres.rows<{ id: string }>(
      'select id from vulnerability where archived_at is null order by id desc limit 5000',
    )
    const free = rows.map(({ id }) => Number(id)).filter((id) => !busy.has(id))
    return free.length === 0 ? null : throws.pick(free)
  }

  async function act(id: number): Promise<void> {
    const what = throws.weigh({ status: 70, title: 12, severity: 10, sync: 8 })
    switch (what) {
      case 'status': {
        const status = throws.weigh(STATUSES)
        const until = status === 'RISK_ACCEPTED' ? { riskAcceptedUntil: IN_A_QUARTER } : {}
        const change = { status, reason: `chaos ${++edition}`, ...until }
        await lockstep.call('PUT', `vulnerabilities/${id}/status`, change)
        return ledger.acknowledge('status', id, status)
      }
      case 'title': {
        const title = `Finding of ${id}, said anew ${++edition}`
        ledger.ask('title', id, title)
        await lockstep.call('PATCH', `vulnerabilities/${id}`, { title })
        return ledger.acknowledge('title', id, title)
      }
      case 'severity': {
        const severity = throws.pick(SEVERITIES)
        ledger.ask('severity', id, severity)
        await lockstep.call('PATCH', `vulnerabilities/${id}`, { severity })
        return ledger.acknowledge('severity', id, severity)
      }
      case 'sync':
        await lockstep.call('POST', `vulnerabilities/${id}/sync`, {})
        return ledger.acknowledge('sync', id, '')
      default:
        what satisfies never
    }
  }

  return {
    async act(): Promise<void> {
      if (cast.isDown) return
      const id = await anyId()
      if (id === null) return
      busy.add(id)
      try {
        await act(id)
        ledger.count('person')
      } finally {
        busy.delete(id)
      }
    },
  }
}

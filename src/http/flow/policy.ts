import { audit } from '../../store/audit.ts'
import type { Tx } from '../../store/database.ts'
import type { Policy } from '../../store/policy.ts'
import { policies } from '../../store/policy.ts'
import type { Settings } from '../../store/setting.ts'
import { settings } from '../../store/setting.ts'
import { openAndPaired } from '../../store/vulnerability-group.ts'
import type { Actor } from '../../vulnerability/actor.ts'
import type { Severity } from '../../vulnerability/severity.ts'
import { SEVERITIES } from '../../vulnerability/severity.ts'
import { requestLooks } from '../../work/marks.ts'

export type Policies = Policy & Settings

export async function setPolicies(tx: Tx, next: Policies, actor: Actor): Promise<void> {
  const before: Policies = { ...(await policies(tx).general()), ...(await settings(tx).read()) }
  const { ticketPrefix, deliveryRetentionDays } = next
  await policies(tx).setGeneral(next)
  await settings(tx).write({ ticketPrefix, deliveryRetentionDays })
  await audit(tx).write({
    actor,
    action: 'policies.changed',
    subject: 'Policies',
    details: { before, after: next },
  })
  await requestLooks(tx, await openAndPaired(tx, concerned(before, next)), 'backfill')
}

/** Pure: the severities for which something would be another ticket, or one more or less. */
export function concerned(before: Policies, after: Policies): Severity[] {
  if (before.ticketPrefix !== after.ticketPrefix) return [...SEVERITIES]
  return SEVERITIES.filter((severity) => isSent(before, severity) !== isSent(after, severity))
}

function isSent({ send, sendSeverities }: Policy, severity: Severity): boolean {
  return send && sendSeverities.includes(severity)
}

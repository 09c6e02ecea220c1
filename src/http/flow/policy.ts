import { assets } from '../../store/asset.ts'
import { audit } from '../../store/audit.ts'
import type { Executor, Tx } from '../../store/database.ts'
import type { Policy } from '../../store/policy.ts'
import { policies } from '../../store/policy.ts'
import type { Settings } from '../../store/setting.ts'
import { settings } from '../../store/setting.ts'
import { openAndPaired } from '../../store/vulnerability-group.ts'
import type { Actor } from '../../vulnerability/actor.ts'
import type { Severity } from '../../vulnerability/severity.ts'
import { SEVERITIES } from '../../vulnerability/severity.ts'
import { requestLooks } from '../../work/marks.ts'
import { notFound } from '../problem.ts'

export type Policies = Policy & Settings

export async function setPolicies(tx: Tx, next: Policies, actor: Actor): Promise<void> {
  const before: Policies = { ...(await policies(tx).general()), ...(await settings(tx).read()) }
  const { ticketPrefix, deliveryRetentionDays, askAbove } = next
  await policies(tx).setGeneral(next)
  await settings(tx).write({ ticketPrefix, deliveryRetentionDays, askAbove })
  await audit(tx).write({
    actor,
    action: 'policies.changed',
    subject: 'Policies',
    details: { before, after: next },
  })
  await requestLooks(tx, await openAndPaired(tx, concerned(before, next)), 'backfill')
}

/** An asset's own policy; null goes back to the general one. */
export async function setAssetPolicy(
  tx: Tx,
  assetId: number,
  next: Policy | null,
  actor: Actor,
): Promise<void> {
  const asset = await assetToConfigure(tx, assetId)
  const store = policies(tx)
  const before = await store.ofAsset(assetId)
  if (next === null) await store.removeOwn(assetId)
  else await store.setOwn(assetId, next)
  const after = await store.ofAsset(assetId)
  await audit(tx).write({
    actor,
    action: next === null ? 'policy.removed' : 'policy.changed',
    subject: `asset ${asset.name}`,
    details: { before, after },
  })
  const severities = SEVERITIES.filter((one) => isSent(before, one) !== isSent(after, one))
  await requestLooks(tx, await openAndPaired(tx, severities, assetId), 'backfill')
}

export async function assetToConfigure(db: Executor, id: number) {
  const asset = await assets(db).find(id)
  if (asset === null || asset.archived_at !== null) throw notFound(`asset ${id}`)
  return asset
}

/** Pure: the severities for which something would be another ticket, or one more or less. */
export function concerned(before: Policies, after: Policies): Severity[] {
  if (before.ticketPrefix !== after.ticketPrefix) return [...SEVERITIES]
  return SEVERITIES.filter((severity) => isSent(before, severity) !== isSent(after, severity))
}

function isSent({ send, sendSeverities }: Policy, severity: Severity): boolean {
  return send && sendSeverities.includes(severity)
}

import type { Tx } from '../../store/database.ts'
import { history } from '../../store/history.ts'
import { vulnerabilities } from '../../store/vulnerability.ts'
import type { Actor } from '../../vulnerability/actor.ts'
import type { Permissions } from '../../vulnerability/role.ts'
import { PERMISSIONS } from '../../vulnerability/role.ts'
import type { Status } from '../../vulnerability/status.ts'
import { STATUS_LABELS, permittedStatuses } from '../../vulnerability/status.ts'
import { requestLooks } from '../../work/marks.ts'
import type { Priority } from '../../work/marks.ts'
import { badRequest } from '../problem.ts'

export interface Change {
  readonly status: Status
  readonly reason: string
  readonly riskAcceptedUntil?: string | undefined
}

export interface By {
  readonly actor: Actor
  readonly permissions: Permissions
}

/** Why one vulnerability was left as it was. `may_not`: it is the person, not the status. */
export interface Refusal {
  readonly id: number
  readonly kind: 'unknown' | 'may_not' | 'not_from_here'
  readonly reason: string
  readonly permitted: readonly Status[]
}

/** Moves those that can be moved, with their history and looks, in the caller's transaction. */
export async function changeStatus(
  tx: Tx,
  ids: readonly number[],
  change: Change,
  by: By,
  priority: Priority = 'now',
): Promise<{ moved: number[]; refusals: Refusal[] }> {
  const rows = await vulnerabilities(tx).lock(ids)
  const found = new Map(rows.map((row) => [row.id, row]))
  const refusals = ids.flatMap((id) => refusalOf(id, found.get(id), change.status, by) ?? [])
  const refused = new Set(refusals.map((refusal) => refusal.id))
  const moving = rows.filter((row) => !refused.has(row.id))
  const moved = moving.map((row) => row.id)
  const { status, reason } = change
  const riskAcceptedUntil = status === 'RISK_ACCEPTED' ? (change.riskAcceptedUntil ?? null) : null
  await vulnerabilities(tx).setStatus(moved, { status, reason, actor: by.actor, riskAcceptedUntil })
  await history(tx).write(
    moving.map((row) => ({
      vulnerabilityId: row.id,
      actor: by.actor,
      kind: 'status',
      message: movedMessage(row.status, status, riskAcceptedUntil),
      details: { from: row.status, to: status, ...(reason === '' ? {} : { reason }) },
    })),
  )
  await requestLooks(tx, moved, priority)
  return { moved, refusals }
}

interface Locked {
  readonly status: Status
  readonly archived_at: Date | null
}

/** Pure: whether this one may be moved there by them, and if not, why. */
export function refusalOf(
  id: number,
  row: Locked | undefined,
  status: Status,
  { permissions }: By,
): Refusal | null {
  if (row === undefined) {
    return { id, kind: 'unknown', reason: `There is no vulnerability ${id}.`, permitted: [] }
  }
  if (row.archived_at !== null) {
    return { id, kind: 'not_from_here', reason: 'It is archived.', permitted: [] }
  }
  const permitted = permittedStatuses(row.status, permissions)
  if (permitted.includes(status)) return null
  const way = `from ${STATUS_LABELS[row.status]} to ${STATUS_LABELS[status]}`
  if (permittedStatuses(row.status, PERMISSIONS.ADMIN).includes(status)) {
    return { id, kind: 'may_not', reason: `Only an Admin may move it ${way}.`, permitted }
  }
  return { id, kind: 'not_from_here', reason: `It cannot be moved ${way}.`, permitted }
}

/** Risk is accepted until a day that is still to come, by the calendar of UTC. */
export function checkReanalysis(change: Change, now: Date): void {
  if (change.status !== 'RISK_ACCEPTED') return
  const today = now.toISOString().slice(0, 10)
  if (change.riskAcceptedUntil !== undefined && change.riskAcceptedUntil > today) return
  throw badRequest(
    'Risk Accepted needs a reanalysis date in the future.',
    'Choose a day after today.',
    [{ pointer: '/riskAcceptedUntil', detail: 'must be after today' }],
  )
}

function movedMessage(from: Status, to: Status, until: string | null): string {
  const message = `Changed status from ${STATUS_LABELS[from]} to ${STATUS_LABELS[to]}`
  return until === null ? message : `${message} until ${until}`
}

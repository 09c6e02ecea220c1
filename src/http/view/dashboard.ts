import type { z } from 'zod'
import type { Executor } from '../../store/database.ts'
import { counts, type Group } from '../../store/count.ts'
import { dashboard } from '../../store/dashboard.ts'
import { isOpen } from '../../vulnerability/status.ts'
import type { DashboardView } from '../schema/operations.ts'
import { instant } from './instant.ts'

type View = z.output<typeof DashboardView>
type Groups = readonly Group[]

/** How many days the trend goes back, today included. */
const DAYS = 30

export async function viewDashboard(db: Executor): Promise<View> {
  const store = dashboard(db)
  const count = counts(db)
  const groups = await count.groups()
  const { waiting, sentButWaiting, gone } = await store.waiting()
  const sum = (fits: (group: Groups[number]) => boolean) =>
    groups.filter(fits).reduce((total, group) => total + group.count, 0)
  return {
    openBySeverity: openBySeverity(groups),
    byStatus: byStatus(groups),
    trend: await count.trend(DAYS),
    tickets: {
      inStep: Math.max(0, sum(({ sending }) => sending === 'sent') - sentButWaiting),
      waiting,
      held: sum(({ sending }) => sending === 'held'),
      refused: sum(({ sending }) => sending === 'refused'),
      unsure: sum(({ sending }) => sending === 'unsure'),
      gone,
    },
    dueForReanalysis: await count.due(),
    integrations: (await store.integrations()).flatMap(({ id, name, state, ...rest }) => {
      const trouble = rest.creating_stopped ?? (state === 'login_again' ? rest.state_reason : null)
      const loginEndsAt = instant(rest.refresh_expires_at)
      return state === 'removed' ? [] : [{ id, name, state, trouble, loginEndsAt }]
    }),
    recentlyUpdated: (await store.recentlyUpdated()).map(({ updated_at, ...row }) => ({
      ...row,
      updatedAt: updated_at.toISOString(),
    })),
  }
}

function openBySeverity(groups: Groups): View['openBySeverity'] {
  const open = { NOTIFICATION: 0, LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 }
  for (const { status, severity, count } of groups) if (isOpen(status)) open[severity] += count
  return open
}

function byStatus(groups: Groups): View['byStatus'] {
  const found = {
    CREATED: 0,
    DRAFT: 0,
    IDENTIFIED: 0,
    IN_PROGRESS: 0,
    AWAITING_VALIDATION: 0,
    FIX_ACCEPTED: 0,
    RISK_ACCEPTED: 0,
    FALSE_POSITIVE: 0,
    SUPPRESSED: 0,
  }
  for (const { status, count } of groups) found[status] += count
  return found
}

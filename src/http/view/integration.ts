import type { LaneState } from '../../servicenow/limiter.ts'
import type { integrations } from '../../store/integration.ts'

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof integrations>['read']>>>

/** An integration as people may see it: of its secrets only that there is one. */
export function integrationView(row: Row, lanes: LaneState, stopped: string | null) {
  return {
    id: row.id,
    name: row.name,
    instanceUrl: row.origin,
    clientId: row.client_id,
    hasClientSecret: row.client_secret_sealed !== '',
    state: row.state === 'removed' ? ('login_again' as const) : row.state,
    stateReason: row.state_reason ?? '',
    connectedUser: row.connected_user ?? '',
    connectedAt: row.connected_at?.toISOString() ?? null,
    loginEndsAt: row.refresh_expires_at?.toISOString() ?? null,
    pollSeconds: row.poll_seconds,
    loginDays: row.login_days,
    pairings: row.pairings ?? 0,
    creatingStopped: stopped ?? row.creating_stopped,
    trouble: troubleOf(lanes),
  }
}

/** Why the instance is not called at the moment, in plain words. */
export function troubleOf({ pausedUntil, reason, failures }: LaneState): string | null {
  const isPaused = pausedUntil !== null && pausedUntil > new Date()
  if (!isPaused && failures === 0) return null
  return (
    reason ?? (failures > 0 ? 'The instance does not answer.' : 'The instance asked us to wait.')
  )
}

import type { z } from 'zod'
import type { audit } from '../../store/audit.ts'
import type { deliveries } from '../../store/delivery.ts'
import type { history } from '../../store/history.ts'
import type { AuditEntry, DeliveryView } from '../schema/operations.ts'
import type { HistoryEntry } from '../schema/vulnerability.ts'
import { actorView } from './instant.ts'

type Rows<
  Store extends (...args: never[]) => unknown,
  Method extends keyof ReturnType<Store>,
> = ReturnType<Store>[Method] extends (...args: never[]) => Promise<(infer Row)[]> ? Row : never

export function historyEntry(row: Rows<typeof history, 'page'>): z.output<typeof HistoryEntry> {
  const { id, at, actor, kind, message, details } = row
  const reason = 'reason' in details && typeof details.reason === 'string' ? details.reason : ''
  return { id, at: at.toISOString(), actor: actorView(actor), kind, message, reason }
}

export function deliveryView(row: Rows<typeof deliveries, 'last'>): z.output<typeof DeliveryView> {
  const { id, at, level, message, details } = row
  return {
    id,
    at: at.toISOString(),
    level,
    message,
    details: { ...details },
    vulnerabilityId: row.vulnerability_id,
    requestIds: row.request_ids,
  }
}

export function auditEntry(row: Rows<typeof audit, 'page'>): z.output<typeof AuditEntry> {
  const { id, at, actor, action, subject, details } = row
  return {
    id,
    at: at.toISOString(),
    actor: actorView(actor),
    action,
    subject,
    details: { ...details },
  }
}

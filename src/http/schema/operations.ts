import { z } from 'zod'
import { MAPPED_SEVERITIES, SEVERITIES } from '../../vulnerability/severity.ts'
import { STATUSES } from '../../vulnerability/status.ts'
import { ActorView, Instant, Paging, page } from './common.ts'

export const LEVELS = ['INFO', 'WARN', 'ERROR'] as const

export const DeliveryQuery = z.object({
  search: z.string().max(200).optional(),
  level: z.enum(LEVELS).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
  vulnerabilityId: z.coerce.number().int().positive().optional(),
})
/** One line of Recent deliveries; shown as `message | key=value key=value`. */
export const DeliveryView = z.object({
  id: z.int(),
  at: Instant,
  level: z.enum(LEVELS),
  message: z.string(),
  details: z.record(z.string(), z.string()),
  vulnerabilityId: z.int().nullable(),
  /** Of the requests, polls or looks that it came of: `x-request-id` of an answer, the log's. */
  requestIds: z.array(z.string()),
})
/** Newest first, the last 1,000 at most. */
export const DeliveryList = z.object({ items: z.array(DeliveryView) })

const SendPolicy = z.object({
  send: z.boolean(),
  sendSeverities: z.array(z.enum(MAPPED_SEVERITIES)),
  createAsIdentified: z.boolean(),
})
/** The general policy, and the settings around it. */
export const PolicyView = SendPolicy.extend({
  /** One import that opens more tickets than this asks before it sends them; 0: it never asks. */
  askAbove: z.int().min(0).max(1_000_000),
  ticketPrefix: z.string().trim().min(1).max(40),
  deliveryRetentionDays: z.int().min(1).max(3_650),
})

export const AssetPolicy = SendPolicy
/** What holds for an asset: its own policy, or the general one. */
export const AssetPolicyView = z.object({ own: z.boolean(), policy: SendPolicy })

export const AuditEntry = z.object({
  id: z.int(),
  at: Instant,
  actor: ActorView,
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
})
export const AuditPage = page(AuditEntry)
export const AuditQuery = Paging

const count = z.int()
export const DashboardView = z.object({
  openBySeverity: z.record(z.enum(SEVERITIES), count),
  byStatus: z.record(z.enum(STATUSES), count),
  /** The last 30 days, oldest first. */
  trend: z.array(z.object({ day: z.iso.date(), identified: count, fixed: count })),
  tickets: z.object({
    inStep: count,
    /** Marked to be looked at, now or later. */
    waiting: count,
    held: count,
    refused: count,
    unsure: count,
    gone: count,
  }),
  dueForReanalysis: count,
  integrations: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      state: z.enum(['new', 'connected', 'login_again']),
      trouble: z.string().nullable(),
      loginEndsAt: Instant.nullable(),
    }),
  ),
  recentlyUpdated: z.array(
    z.object({
      id: z.int(),
      title: z.string(),
      severity: z.enum(SEVERITIES),
      status: z.enum(STATUSES),
      updatedAt: Instant,
    }),
  ),
})

import { z } from 'zod'
import { MAPPED_SEVERITIES } from '../../vulnerability/severity.ts'
import { ActorView, Instant, Paging, page } from './common.ts'

const TicketChoice = z.union([
  z.enum(['send', 'hold']),
  z
    .string()
    .transform((text) => text.toUpperCase().split(','))
    .pipe(z.array(z.enum(MAPPED_SEVERITIES)).min(1)),
])

/**
 * `POST /imports?assetId=1`: multipart/form-data with a part `file` for each file of one scan, or
 * the report as the body.
 */
export const ImportRequest = z.object({
  assetId: z.coerce.number().int().positive(),
  fileName: z.string().max(300).optional(),
  /**
   * Given: this is all that the tool finds in this part of the asset, such as a branch; what it no
   * longer finds is Fixed. Empty: the whole asset. Absent: the import only adds.
   */
  scope: z.string().trim().max(200).optional(),
  /** A report without findings, or one that is not whole, closes too. */
  allowEmpty: z.stringbool().default(false),
  /** Says what the import would do, and does nothing. */
  dryRun: z.stringbool().default(false),
  /** `send`, `hold` or severities such as `CRITICAL,HIGH`: answers the question before it is asked. */
  tickets: TicketChoice.optional(),
})

const count = z.int().min(0)

/** How many tickets, by severity. */
export const TicketCounts = z.object({ CRITICAL: count, HIGH: count, MEDIUM: count, LOW: count })

export const ImportView = z.object({
  id: z.int(),
  asset: z.object({ id: z.int(), name: z.string() }),
  tool: z.string(),
  format: z.string(),
  fileName: z.string(),
  /** The files of the scan: one import takes them all, or none. */
  files: z.array(z.object({ name: z.string(), format: z.string(), tool: z.string() })),
  sizeBytes: z.int(),
  /** `waiting`: others are being read; its turn comes by itself. */
  state: z.enum(['waiting', 'reading', 'applying', 'applied', 'failed', 'rehearsed']),
  /** Null: it only adds. Empty: the whole asset. */
  scope: z.string().nullable(),
  dryRun: z.boolean(),
  readCount: z.int(),
  newCount: z.int(),
  againCount: z.int(),
  reopenedCount: z.int(),
  fixedCount: z.int(),
  skippedCount: z.int(),
  skipped: z.array(z.object({ reason: z.string(), count: z.int() })),
  /** Why what was no longer found was left open, where the scan had a scope. */
  closedNothingBecause: z.string().nullable(),
  /** The tickets that this import opens, those held included. */
  opensTickets: TicketCounts,
  /** More tickets than the policy's limit: open, they are held until somebody answers. */
  question: z
    .object({
      asked: z.enum(['open', 'answered']),
      limit: z.int(),
      counts: TicketCounts,
      /** Of which severities tickets were let go; null: not answered, or before this was kept. */
      sent: z.array(z.enum(MAPPED_SEVERITIES)).nullable(),
      /** Who answered last. */
      answeredBy: ActorView.nullable(),
    })
    .nullable(),
  error: z.string().nullable(),
  actor: ActorView,
  createdAt: Instant,
  finishedAt: Instant.nullable(),
})
export const ImportQuery = Paging.extend({
  assetId: z.coerce.number().int().positive().optional(),
  /** Only those whose question about tickets nobody has answered. */
  question: z.enum(['open']).optional(),
})
export const ImportPage = page(ImportView)

/** `POST /imports/:id/tickets`: what becomes of the tickets that the import holds. */
export const TicketAnswer = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('send') }),
  z.object({ answer: z.literal('hold') }),
  z.object({
    answer: z.literal('severities'),
    severities: z.array(z.enum(MAPPED_SEVERITIES)).min(1),
  }),
])

import { z } from 'zod'
import { MAPPED_STATUSES } from '../../connection/mapping.ts'
import { MAPPED_SEVERITIES, SEVERITIES } from '../../vulnerability/severity.ts'
import { Instant } from './common.ts'

const FieldValues = z.record(z.string().regex(/^[a-z][a-z0-9_]{0,79}$/), z.string().max(4_000))
const Hop = z.object({ state: z.string().min(1).max(40), fields: FieldValues.default({}) })
const OutboundRow = Hop.extend({ hops: z.array(Hop).max(10).default([]) })
const SeverityRow = z.object({
  impact: z.string().max(40),
  urgency: z.string().max(40),
  priority: z.string().max(40),
})

/** What the form holds. Lengths, labels and how priority is made are added by the server at Save. */
export const MappingInput = z.object({
  outbound: z
    .partialRecord(z.enum(MAPPED_STATUSES), OutboundRow)
    .refine((rows) => rows.IDENTIFIED !== undefined, {
      path: ['IDENTIFIED'],
      message: 'the Identified status must be mapped',
    }),
  /** Absent: filled from `outbound`, first in form order; incident's Closed (7) is ignored. */
  inbound: z
    .record(z.string().min(1).max(40), z.union([z.enum(MAPPED_STATUSES), z.literal('ignore')]))
    .optional(),
  severities: z.record(z.enum(MAPPED_SEVERITIES), SeverityRow),
  creation: FieldValues.default({}),
  winner: z.enum(['servicenow', 'platform']).default('servicenow'),
  riskAcceptedDays: z.int().min(1).max(3_650).default(90),
})

export const MappingView = z.object({
  outbound: z.partialRecord(z.enum(MAPPED_STATUSES), OutboundRow),
  inbound: z.record(z.string(), z.union([z.enum(MAPPED_STATUSES), z.literal('ignore')])),
  severities: z.record(z.enum(MAPPED_SEVERITIES), SeverityRow),
  priorityBy: z.enum(['lookup', 'direct']),
  creation: z.record(z.string(), z.string()),
  winner: z.enum(['servicenow', 'platform']),
  riskAcceptedDays: z.int(),
  stateLabels: z.record(z.string(), z.string()),
})

/** The answer to "N vulnerabilities are waiting". Unanswered, they are held and say so. */
export const ExistingAnswer = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('send') }),
  z.object({ answer: z.literal('new_only') }),
  z.object({
    answer: z.literal('severities'),
    severities: z.array(z.enum(SEVERITIES)).min(1),
  }),
])

export const NewPairing = z.object({
  assetId: z.int().positive(),
  table: z.string().regex(/^[a-z][a-z0-9_]{0,79}$/),
  mapping: MappingInput,
  existing: ExistingAnswer.optional(),
})
export const PairingEdit = z.object({
  mapping: MappingInput,
  /** The answer to "N tickets would change". */
  apply: z.enum(['now', 'next_change']).default('next_change'),
})

/** What Save would do, asked before it is done. */
export const PairingPreviewRequest = z.object({
  pairingId: z.int().positive().optional(),
  assetId: z.int().positive(),
  table: z.string().regex(/^[a-z][a-z0-9_]{0,79}$/),
  mapping: MappingInput,
})
export const PairingPreview = z.object({
  /** Vulnerabilities there before the pairing that would get tickets. */
  waiting: z.object({ total: z.int(), bySeverity: z.record(z.enum(SEVERITIES), z.int()) }),
  /** Living tickets whose state or fields the new mapping would change. */
  wouldChange: z.int(),
  warnings: z.array(z.string()),
})

export const PairingView = z.object({
  id: z.int(),
  integrationId: z.int(),
  asset: z.object({ id: z.int(), name: z.string() }),
  table: z.string(),
  tableLabel: z.string(),
  mapping: MappingView,
  createdAt: Instant,
  updatedAt: Instant,
  /** How far sending is: `wanted` = `sent` when all is done. */
  progress: z.object({
    wanted: z.int(),
    sent: z.int(),
    held: z.int(),
    refused: z.int(),
    unsure: z.int(),
  }),
})
export const PairingList = z.object({ items: z.array(PairingView) })

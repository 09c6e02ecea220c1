import { z } from 'zod'
import { Instant, Paging, page, Search } from './common.ts'

export const AssetQuery = Paging.extend({
  search: Search.optional(),
  /** Only assets without a project. */
  unpaired: z.stringbool().default(false),
  archived: z.stringbool().default(false),
  sort: z.enum(['name', 'updated']).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
})

export const AssetView = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  businessImpact: z.enum(['LOW', 'MEDIUM', 'HIGH']),
  url: z.string(),
  repositoryUrl: z.string(),
  tags: z.array(z.string()),
  archivedAt: Instant.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  /** Open vulnerabilities (Identified, In Progress, Awaiting Validation) by severity. */
  open: z.object({
    CRITICAL: z.int(),
    HIGH: z.int(),
    MEDIUM: z.int(),
    LOW: z.int(),
    NOTIFICATION: z.int(),
  }),
  pairing: z
    .object({ id: z.int(), table: z.string(), tableLabel: z.string(), integrationId: z.int() })
    .nullable(),
})
/** Where an asset stands, as `lockstep status` says it. */
export const AssetSummary = z.object({
  asset: z.object({ id: z.int(), name: z.string() }),
  open: AssetView.shape.open,
  /** Status Created: nobody has said yet whether they are real. */
  created: z.int(),
  tickets: z.object({
    inStep: z.int(),
    /** Marked to be looked at, now or later. */
    waiting: z.int(),
    held: z.int(),
    refused: z.int(),
    unsure: z.int(),
    gone: z.int(),
  }),
  /** The last applied import of each tool and scope, newest first. */
  imports: z.array(
    z.object({
      id: z.int(),
      tool: z.string(),
      scope: z.string().nullable(),
      fileName: z.string(),
      finishedAt: Instant.nullable(),
      newCount: z.int(),
      reopenedCount: z.int(),
      fixedCount: z.int(),
    }),
  ),
  /** Null: the asset has no project, so nothing of it becomes a ticket. */
  connection: z
    .object({
      integration: z.string(),
      instanceUrl: z.string(),
      table: z.string(),
      tableLabel: z.string(),
      /** What keeps the two sides from agreeing; null while it is in order. */
      trouble: z.string().nullable(),
    })
    .nullable(),
})
export const AssetPage = page(AssetView).extend({ total: z.int() })

export const NewAsset = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(10_000).default(''),
  businessImpact: z.enum(['LOW', 'MEDIUM', 'HIGH']).default('MEDIUM'),
  url: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
  repositoryUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
  tags: z.array(z.string().trim().min(1).max(50)).max(50).default([]),
})
export const AssetEdit = NewAsset.partial()

import { z } from 'zod'
import { Instant, Paging, page } from './common.ts'

export const AssetQuery = Paging.extend({
  search: z.string().max(200).optional(),
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

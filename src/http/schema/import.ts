import { z } from 'zod'
import { ActorView, Instant, Paging, page } from './common.ts'

/** `POST /imports?assetId=1`: multipart/form-data with one part `file`, or the report as the body. */
export const ImportRequest = z.object({
  assetId: z.coerce.number().int().positive(),
  fileName: z.string().max(300).optional(),
})

export const ImportView = z.object({
  id: z.int(),
  asset: z.object({ id: z.int(), name: z.string() }),
  tool: z.string(),
  format: z.string(),
  fileName: z.string(),
  sizeBytes: z.int(),
  /** `waiting`: others are being read; its turn comes by itself. */
  state: z.enum(['waiting', 'reading', 'applying', 'applied', 'failed']),
  readCount: z.int(),
  newCount: z.int(),
  againCount: z.int(),
  reopenedCount: z.int(),
  fixedCount: z.int(),
  skippedCount: z.int(),
  skipped: z.array(z.object({ reason: z.string(), count: z.int() })),
  error: z.string().nullable(),
  actor: ActorView,
  createdAt: Instant,
  finishedAt: Instant.nullable(),
})
export const ImportQuery = Paging.extend({ assetId: z.coerce.number().int().positive().optional() })
export const ImportPage = page(ImportView)

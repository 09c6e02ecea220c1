import { z } from 'zod'

import { FIELD_TYPES } from '../store/schema.ts'
import type { Snapshot } from '../store/snapshot.ts'

const Field = z.strictObject({
  name: z.string(),
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  maxLength: z.number(),
  reference: z.string().exactOptional(),
  choice: z.boolean().exactOptional(),
  dependsOn: z.string().exactOptional(),
  initial: z.string().exactOptional(),
  mandatory: z.boolean().exactOptional(),
  readOnly: z.boolean().exactOptional(),
})

const Shape = z.strictObject({
  version: z.literal(1),
  tables: z.array(
    z.strictObject({
      definition: z.strictObject({
        name: z.string(),
        label: z.string(),
        extends: z.string().exactOptional(),
        fields: z.array(Field),
        numberPrefix: z.string().exactOptional(),
        display: z.string().exactOptional(),
        wireOrder: z.array(z.string()).exactOptional(),
      }),
      rows: z.array(z.record(z.string(), z.string())),
    }),
  ),
  counters: z.record(z.string(), z.number()),
  files: z.record(z.string(), z.string()),
})

/** A snapshot from outside the process, or what is wrong with it. */
export function parseSnapshot(value: unknown): Snapshot | string {
  const parsed = Shape.safeParse(value)
  return parsed.success ? parsed.data : z.prettifyError(parsed.error)
}

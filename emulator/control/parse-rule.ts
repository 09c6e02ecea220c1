import { z } from 'zod'

import { OPERATIONS, type BusinessRule } from '../rules/business-rules.ts'

export const Rule = z.strictObject({
  name: z.string(),
  table: z.string(),
  when: z.enum(['before', 'after', 'async']),
  on: z.array(z.enum(OPERATIONS)).optional(),
  condition: z.string().optional(),
  changes: z.array(z.string()).optional(),
  abort: z.boolean().optional(),
  set: z.record(z.string(), z.string()).optional(),
  callOut: z
    .strictObject({
      url: z.url(),
      headers: z.record(z.string(), z.string()).optional(),
      signature: z.strictObject({ header: z.string(), secret: z.string() }).optional(),
    })
    .optional(),
})

/** A business rule from outside the process, or what is wrong with it. */
export function parseRule(value: unknown): BusinessRule | string {
  const parsed = Rule.safeParse(value)
  return parsed.success ? parsed.data : z.prettifyError(parsed.error)
}

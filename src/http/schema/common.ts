import { z } from 'zod'

/** Problem details of RFC 9457. `errors` names each bad field by its JSON pointer. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  /** What to do next, in plain words. */
  remedy: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})

export const ById = z.object({ id: z.coerce.number().int().positive() })

/** Words to look for. PostgreSQL keeps no NUL, so nothing can hold one. */
export const Search = z
  .string()
  .max(200)
  .refine((text) => !text.includes('\0'), 'holds a NUL character')

export const Paging = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** A page of a list; `next` is the cursor of the following page, null at the end. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** ISO 8601 in UTC. */
export const Instant = z.iso.datetime()
export const Day = z.iso.date()

export const ActorView = z.object({
  kind: z.enum(['person', 'api_key', 'integration', 'lockstep']),
  name: z.string(),
})

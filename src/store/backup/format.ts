import { z } from 'zod'

/** Raised when an older program could misread a newer file. */
export const FORMAT = 1

/** The first line of a backup. */
export const Header = z.object({
  lockstep: z.literal('backup'),
  format: z.int(),
  /** The last migration of the database it was made of. */
  schema: z.int(),
  /** Of the program that made it. */
  version: z.string(),
  at: z.iso.datetime(),
  installation: z.uuid(),
  /** The key that its secrets need; null where it holds none. */
  sealedWith: z.string().nullable(),
})
export type Header = z.output<typeof Header>

/**
 * What stands between rows: `["table", name]` before those of a table, `["end", counts]` after the
 * last, without which a file is not whole. Rows are objects, one a line.
 */
export const Marker = z.union([
  z.tuple([z.literal('table'), z.string()]),
  z.tuple([z.literal('end'), z.record(z.string(), z.int())]),
])

/** A file that is no backup, or not one that can be taken here. Its words are for people. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

import type { Actor } from '../vulnerability/actor.ts'
import type { Executor } from './database.ts'

/** One change of configuration: `pairing.created`, `person.invited`. Details hold no secret. */
export interface AuditLine {
  readonly actor: Actor
  /** `noun.verb-in-the-past`. */
  readonly action: string
  /** What it was done to, in words: `asset Shop`, `jane@example.com`. */
  readonly subject: string
  readonly details?: Readonly<Record<string, unknown>>
}

/** Who changed the configuration, for ever: the database refuses to change or delete a row. */
export function audit(db: Executor) {
  return {
    async write(line: AuditLine): Promise<void> {
      const { actor, action, subject, details = {} } = line
      await db
        .insertInto('audit')
        .values({
          actor: JSON.stringify(actor),
          action,
          subject,
          details: JSON.stringify(details),
        })
        .execute()
    },

    /** Newest first, those before `before`. */
    async page(limit: number, before?: number) {
      let query = db
        .selectFrom('audit')
        .select(['id', 'at', 'actor', 'action', 'subject', 'details'])
        .orderBy('id', 'desc')
        .limit(limit)
      if (before !== undefined) query = query.where('id', '<', before)
      return query.execute()
    },
  }
}

import type { Executor } from './database.ts'

/** What an administrator may change while we run, with what holds until then. */
export interface Settings {
  /** Starts the short description of every ticket. */
  readonly ticketPrefix: string
  readonly deliveryRetentionDays: number
}

export const DEFAULT_SETTINGS: Settings = { ticketPrefix: '[CONVISO]', deliveryRetentionDays: 90 }

export function settings(db: Executor) {
  return {
    async read(): Promise<Settings> {
      const rows = await db.selectFrom('setting').select(['name', 'value']).execute()
      const values = new Map(rows.map((row) => [row.name, row.value]))
      const prefix = values.get('ticketPrefix')
      const days = values.get('deliveryRetentionDays')
      return {
        ticketPrefix: typeof prefix === 'string' ? prefix : DEFAULT_SETTINGS.ticketPrefix,
        deliveryRetentionDays:
          typeof days === 'number' ? days : DEFAULT_SETTINGS.deliveryRetentionDays,
      }
    },

    async write(changes: Partial<Settings>): Promise<void> {
      for (const [name, value] of Object.entries(changes)) {
        const row = { value: JSON.stringify(value), updated_at: new Date() }
        await db
          .insertInto('setting')
          .values({ name, ...row })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
          .execute()
      }
    },
  }
}

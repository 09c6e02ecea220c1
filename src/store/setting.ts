import type { Executor } from './database.ts'

/** What an administrator may change while we run, with what holds until then. */
export interface Settings {
  /** Starts the short description of every ticket. */
  readonly ticketPrefix: string
  readonly deliveryRetentionDays: number
  /** An import that opens more tickets than this asks first; 0: it never asks. */
  readonly askAbove: number
}

export const DEFAULT_SETTINGS: Settings = {
  ticketPrefix: '[CONVISO]',
  deliveryRetentionDays: 90,
  askAbove: 100,
}

export function settings(db: Executor) {
  return {
    async read(): Promise<Settings> {
      const rows = await db.selectFrom('setting').select(['name', 'value']).execute()
      const values = new Map(rows.map((row) => [row.name, row.value]))
      const prefix = values.get('ticketPrefix')
      const number = (name: 'deliveryRetentionDays' | 'askAbove') => {
        const value = values.get(name)
        return typeof value === 'number' ? value : DEFAULT_SETTINGS[name]
      }
      return {
        ticketPrefix: typeof prefix === 'string' ? prefix : DEFAULT_SETTINGS.ticketPrefix,
        deliveryRetentionDays: number('deliveryRetentionDays'),
        askAbove: number('askAbove'),
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

import type { Database } from './database.ts'
import type { TableDefinition } from './schema.ts'
import type { Row } from './sorted-rows.ts'

/** Everything that is stored, as plain data: it can be written to a file and read again. */
export interface Snapshot {
  readonly version: 1
  readonly tables: readonly {
    readonly definition: TableDefinition
    readonly rows: readonly Row[]
  }[]
  readonly counters: Readonly<Record<string, number>>
  /** What attachments hold, in base64. */
  readonly files: Readonly<Record<string, string>>
}

export function takeSnapshot(database: Database, files: ReadonlyMap<string, Buffer>): Snapshot {
  return {
    version: 1,
    tables: [...database.tables()].map((table) => ({
      definition: table.definition,
      rows: [...table.rows()].map((row) => ({ ...row })),
    })),
    counters: database.counters(),
    files: Object.fromEntries([...files].map(([id, bytes]) => [id, bytes.toString('base64')])),
  }
}

/** Puts everything back as it was then; tables that have come since are gone. */
export function restoreSnapshot(
  database: Database,
  files: Map<string, Buffer>,
  snapshot: Snapshot,
): void {
  const then = new Set(snapshot.tables.map(({ definition }) => definition.name))
  // Children come after what they extend.
  for (const { name } of [...database.tables()].toReversed())
    if (!then.has(name)) database.drop(name)
  for (const { definition, rows } of snapshot.tables) {
    const table = database.table(definition.name) ?? database.define(definition)
    table.redefine(definition)
    for (const row of table.rows()) table.delete(row)
    for (const row of rows) table.insert(Object.assign(table.blank(), row))
  }
  database.restoreCounters(snapshot.counters)
  files.clear()
  for (const [id, text] of Object.entries(snapshot.files))
    files.set(id, Buffer.from(text, 'base64'))
}

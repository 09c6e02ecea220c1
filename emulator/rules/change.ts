import type { Actor } from '../actor.ts'
import type { Database } from '../store/database.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'

/** A write on its way in. Rules read both rows and change `after`; nothing is kept until all agree. */
export interface Change {
  readonly table: Table
  readonly database: Database
  readonly actor: Actor
  readonly now: string
  /** The row as it stands; null for an insert. */
  readonly before: Readonly<Row> | null
  readonly after: Row
}

export function hasChanged({ before, after }: Change, field: string): boolean {
  return (before?.[field] ?? '') !== (after[field] ?? '')
}

export function isA(table: Table, name: string): boolean {
  return table.lineage().some((ancestor) => ancestor.name === name)
}

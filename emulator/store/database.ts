import { randomHex } from '../random-hex.ts'
import type { TableDefinition } from './schema.ts'
import type { Row } from './sorted-rows.ts'
import { Table } from './table.ts'

/** All tables of one instance. Knows nothing of rules or rights. */
export class Database {
  readonly #tables = new Map<string, Table>()
  readonly #counters = new Map<string, number>()

  define(definition: TableDefinition): Table {
    if (this.#tables.has(definition.name)) throw new Error(`table ${definition.name} exists`)
    const parent = definition.extends === undefined ? null : this.must(definition.extends)
    const table = new Table(definition, parent)
    parent?.children.push(table)
    this.#tables.set(table.name, table)
    return table
  }

  /** Takes a table that nothing extends out of the instance. */
  drop(name: string): void {
    const table = this.#tables.get(name)
    if (table === undefined || table.children.length > 0) return
    table.parent?.forget(table)
    this.#tables.delete(name)
  }

  counters(): Record<string, number> {
    return Object.fromEntries(this.#counters)
  }

  restoreCounters(counters: Readonly<Record<string, number>>): void {
    this.#counters.clear()
    for (const [prefix, last] of Object.entries(counters)) this.#counters.set(prefix, last)
  }

  table(name: string): Table | undefined {
    return this.#tables.get(name)
  }

  must(name: string): Table {
    const table = this.#tables.get(name)
    if (table === undefined) throw new Error(`there is no table ${name}`)
    return table
  }

  tables(): IterableIterator<Table> {
    return this.#tables.values()
  }

  /** The record with this sys_id in a table or one that extends it, with the table it really is in. */
  find(table: Table, sysId: string): { table: Table; row: Row } | null {
    for (const member of table.family()) {
      const row = member.get(sysId)
      if (row !== undefined) return { table: member, row }
    }
    return null
  }

  /** INC0010001 and so on: what people created starts at 10,001, as on a fresh instance. */
  nextNumber(prefix: string): string {
    const next = (this.#counters.get(prefix) ?? 10_000) + 1
    this.#counters.set(prefix, next)
    return `${prefix}${String(next).padStart(7, '0')}`
  }

  /** What stands for a record where another one refers to it. */
  displayOf(tableName: string, sysId: string): string {
    const table = this.#tables.get(tableName)
    const found = table === undefined ? null : this.find(table, sysId)
    if (found === null) return ''
    return found.row[displayColumn(found.table)] ?? ''
  }
}

export function displayColumn(table: Table): string {
  for (const ancestor of table.lineage()) {
    if (ancestor.definition.display !== undefined) return ancestor.definition.display
  }
  return table.columns.has('name') ? 'name' : 'sys_id'
}

export function newSysId(): string {
  return randomHex(16)
}

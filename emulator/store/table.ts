import { SYSTEM_FIELDS, type Field, type TableDefinition } from './schema.ts'
import { SortedRows, type Row } from './sorted-rows.ts'

/** Columns a caller looks single records up by; a query on them must not scan. */
const EXACT = [
  'number',
  'correlation_id',
  'element_id',
  'documentkey',
  'client_id',
  'user_name',
  'name',
  'map',
  'table_sys_id',
]
const ORDERED = ['sys_id', 'sys_updated_on', 'sys_created_on']

/** The records of one class: a table's own ones, not those of tables that extend it. */
export class Table {
  readonly parent: Table | null
  readonly children: Table[] = []
  /** Goes up with every change; what is derived from the rows is kept as long as it stands. */
  version = 0
  readonly #rows = new Map<string, Row>()
  readonly #exact = new Map<string, Map<string, Row | Set<Row>>>()
  readonly #ordered = new Map<string, SortedRows>()
  #definition: TableDefinition
  #columns: ReadonlyMap<string, Field>
  #blank: Row

  constructor(definition: TableDefinition, parent: Table | null) {
    this.#definition = definition
    this.parent = parent
    this.#columns = inWireOrder(definition, parent)
    this.#blank = blankOf(this.#columns)
    for (const name of EXACT) if (this.columns.has(name)) this.#exact.set(name, new Map())
    for (const name of ORDERED) this.#ordered.set(name, new SortedRows(name))
  }

  get name(): string {
    return this.#definition.name
  }

  get definition(): TableDefinition {
    return this.#definition
  }

  /** Own and inherited columns, in wire order. */
  get columns(): ReadonlyMap<string, Field> {
    return this.#columns
  }

  addField(field: Field): void {
    this.redefine({ ...this.#definition, fields: [...this.#definition.fields, field] })
  }

  removeField(name: string): void {
    const fields = this.#definition.fields.filter((field) => field.name !== name)
    this.redefine({ ...this.#definition, fields })
  }

  /** Other columns from now on, here and in the tables that extend this one; rows keep what they hold. */
  redefine(definition: TableDefinition): void {
    this.#definition = definition
    this.#columns = inWireOrder(definition, this.parent)
    this.#blank = blankOf(this.#columns)
    for (const name of EXACT) {
      if (!this.#columns.has(name) || this.#exact.has(name)) continue
      this.#exact.set(name, new Map())
      for (const row of this.rows()) this.#addExact(name, row)
    }
    for (const child of this.children) child.redefine(child.definition)
    this.version++
  }

  forget(child: Table): void {
    this.children.splice(this.children.indexOf(child), 1)
  }

  get size(): number {
    return this.#rows.size
  }

  blank(): Row {
    return { ...this.#blank }
  }

  get(sysId: string): Row | undefined {
    return this.#rows.get(sysId)
  }

  rows(): IterableIterator<Row> {
    return this.#rows.values()
  }

  /** This table and those that extend it, at any depth. */
  family(): Table[] {
    return [this, ...this.children.flatMap((child) => child.family())]
  }

  /** This table and what it extends, nearest first. */
  lineage(): Table[] {
    return [this, ...(this.parent?.lineage() ?? [])]
  }

  insert(row: Row): void {
    this.#rows.set(row['sys_id'] ?? '', row)
    for (const name of this.#exact.keys()) this.#addExact(name, row)
    for (const index of this.#ordered.values()) index.add(row)
    this.version++
  }

  update(row: Row, changes: Readonly<Row>): void {
    const exact = [...this.#exact.keys()].filter((name) => name in changes)
    const ordered = ORDERED.filter((name) => name in changes)
    for (const name of exact) this.#removeExact(name, row)
    for (const name of ordered) this.#ordered.get(name)?.remove(row)
    Object.assign(row, changes)
    for (const name of exact) this.#addExact(name, row)
    for (const name of ordered) this.#ordered.get(name)?.add(row)
    this.version++
  }

  delete(row: Row): void {
    this.#rows.delete(row['sys_id'] ?? '')
    for (const name of this.#exact.keys()) this.#removeExact(name, row)
    for (const index of this.#ordered.values()) index.remove(row)
    this.version++
  }

  /** The rows with exactly this value, letters' case aside; undefined where the column has no index. */
  withValue(column: string, value: string): Iterable<Row> | undefined {
    if (column === 'sys_id') {
      const row = this.#rows.get(value.toLowerCase())
      return row === undefined ? [] : [row]
    }
    const found = this.#exact.get(column)?.get(value.toLowerCase())
    if (!this.#exact.has(column)) return undefined
    return found === undefined ? [] : found instanceof Set ? found : [found]
  }

  /** The rows within a range, in order; undefined where the column has no ordered index. */
  inRange(column: string, from?: string, to?: string): Iterable<Row> | undefined {
    return this.#ordered.get(column)?.between(from, to)
  }

  #addExact(name: string, row: Row): void {
    const index = this.#exact.get(name)
    const value = (row[name] ?? '').toLowerCase()
    if (index === undefined || value === '') return
    const there = index.get(value)
    if (there === undefined) index.set(value, row)
    else if (there instanceof Set) there.add(row)
    else index.set(value, new Set([there, row]))
  }

  #removeExact(name: string, row: Row): void {
    const index = this.#exact.get(name)
    const value = (row[name] ?? '').toLowerCase()
    const there = index?.get(value)
    if (there === row) index?.delete(value)
    else if (there instanceof Set) {
      there.delete(row)
      if (there.size === 0) index?.delete(value)
    }
  }
}

function blankOf(columns: ReadonlyMap<string, Field>): Row {
  const initial = [...columns.values()].map((field) => [field.name, field.initial ?? ''])
  // A parsed object keeps its 92 keys in a fast shape that every copy shares; an assembled one would not.
  return JSON.parse(JSON.stringify(Object.fromEntries(initial)))
}

function inWireOrder(definition: TableDefinition, parent: Table | null): Map<string, Field> {
  const inherited = parent === null ? SYSTEM_FIELDS : [...parent.columns.values()]
  const all = new Map([...inherited, ...definition.fields].map((field) => [field.name, field]))
  const order = new Set([...(definition.wireOrder ?? []), ...all.keys()])
  const columns = new Map<string, Field>()
  for (const name of order) {
    const field = all.get(name)
    if (field !== undefined) columns.set(name, field)
  }
  return columns
}

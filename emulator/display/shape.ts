import type { Actor } from '../actor.ts'
import type { Instance } from '../instance.ts'
import { reader, type Reader } from '../query/compile.ts'
import { isClosed } from '../rules/access-controls.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { displayValue } from './display-value.ts'

export type DisplayMode = 'false' | 'true' | 'all'

export interface ShapeOptions {
  readonly mode: DisplayMode
  readonly excludesLinks: boolean
  /** The columns asked for; null for all of them. */
  readonly fields: readonly string[] | null
  /** What links to referenced records begin with: origin and the version of the API that was called. */
  readonly base: string
}

export type Shaped = Record<string, unknown>

/** Turns rows of a table into what the Table API answers. Made once per answer, used for each row. */
export function shaper(
  instance: Instance,
  actor: Actor,
  table: Table,
  options: ShapeOptions,
): (row: Row) => Shaped {
  const names = options.fields ?? [...table.columns.keys()]
  const columns = names.flatMap((name) => {
    const column = reader(instance.database, table, name)
    return column === null ? [] : [{ name, cell: cell(instance, actor, column, options) }]
  })
  return (row) => {
    const shaped: Shaped = {}
    for (const column of columns) shaped[column.name] = column.cell(row)
    return shaped
  }
}

function cell(
  instance: Instance,
  actor: Actor,
  column: Reader,
  { mode, excludesLinks, base }: ShapeOptions,
): (row: Row) => unknown {
  // Whether a closed field is left out or empty is not recorded; empty is what every caller copes with.
  const isSecret =
    column.type === 'password2' ||
    isClosed(instance.database, actor, column.table, 'read', column.field.name)
  const value = (row: Row): string => (isSecret ? '' : column.read(row))
  const shown = (row: Row): string => (isSecret ? '' : displayValue(instance, actor, column, row))
  const link = linker(column, base)
  if (link === null) {
    if (mode === 'false') return value
    if (mode === 'true') return shown
    return (row) => ({ display_value: shown(row), value: value(row) })
  }
  return (row) => {
    const target = value(row)
    if (mode === 'all') {
      const both = { display_value: shown(row), value: target }
      return target === '' || excludesLinks ? both : { ...both, link: link(target) }
    }
    if (target === '') return ''
    if (excludesLinks) return mode === 'true' ? shown(row) : target
    return mode === 'true'
      ? { display_value: shown(row), link: link(target) }
      : { link: link(target), value: target }
  }
}

function linker({ type, reference }: Reader, base: string): ((sysId: string) => string) | null {
  if (type === 'domain_id') return (value) => `${base}/table/sys_user_group/${value}`
  if (type !== 'reference') return null
  return (value) => `${base}/table/${reference ?? ''}/${value}`
}

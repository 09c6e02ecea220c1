import type { DisplayMode, ShapeOptions } from '../display/shape.ts'
import { shaper } from '../display/shape.ts'
import { hasRole } from '../actor.ts'
import { formLayout } from '../data/form-layout.ts'
import { header, type Incoming, type Reply } from '../http.ts'
import { parseQuery, type EncodedQuery } from '../query/parse.ts'
import { reader } from '../query/compile.ts'
import { takenOfProblem } from '../rules/problem-states.ts'
import { mustBeReadable } from '../rules/rights.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { answer } from './answers.ts'
import { isOn, objectBody, tableNamed, wholeNumber, type Call } from './call.ts'
import { linkHeader } from './paging.ts'
import { pageSeen, rowSeen } from './reading.ts'
import { methodNotSupported, recordNotFound } from './refusals.ts'

/** `/table/{name}[/{sys_id}]` */
export function tableApi(call: Call): Reply {
  const [, name = '', sysId] = call.parts
  const table = tableNamed(call.instance, name)
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      return sysId === undefined ? list(call, table) : one(call, table, sysId)
    case 'POST':
      if (sysId === undefined) return create(call, table)
      break
    case 'PUT':
    case 'PATCH':
      if (sysId !== undefined) return change(call, table, sysId)
      break
    case 'DELETE':
      if (sysId !== undefined) return remove(call, table, sysId)
      break
    default:
  }
  throw methodNotSupported()
}

function list(call: Call, table: Table): Reply {
  const { incoming, instance, actor } = call
  const limit = wholeNumber(incoming.query.get('sysparm_limit'), 10_000)
  const offset = wholeNumber(incoming.query.get('sysparm_offset'), 0)
  const isAnswerable = mustBeReadable(instance.database, actor, table) === 'rows'
  const query = askedQuery(call, table)
  const page = isAnswerable ? pageSeen(call, table, query, offset, limit) : { rows: [], total: 0 }
  // Rights are looked at after the limit: a page may hold fewer rows, or none, while more exist.
  const visible = page.rows.filter((row) => isVisible(call, row))
  if (visible.length === 0 && call.prefix.endsWith('/v1')) throw recordNotFound()
  const shape = shaper(instance, actor, table, shapeOptions(call, table))
  const headers = pagingHeaders(incoming, limit, offset, page.total)
  return answer(200, { result: visible.map(shape) }, headers)
}

/** Without a count there are no links either: nothing is documented, and nobody may rely on them. */
function pagingHeaders(
  incoming: Incoming,
  limit: number,
  offset: number,
  total: number,
): Record<string, string> {
  if (isOn(incoming, 'sysparm_no_count')) return {}
  const counted = { 'X-Total-Count': String(total) }
  if (limit === 0 || isOn(incoming, 'sysparm_suppress_pagination_header')) return counted
  const url = `${incoming.origin}${incoming.path}`
  const link = linkHeader(url, incoming.rawQuery, limit, offset, total)
  return link === null ? counted : { ...counted, Link: link }
}

/** The encoded query, or the `field=value` parameters that stand in for one. */
export function askedQuery(call: Call, table: Table): EncodedQuery {
  const { query } = call.incoming
  const encoded = query.get('sysparm_query')
  if (encoded !== null) return strictly(call, table, parseQuery(encoded))
  const pairs = [...query].filter(([name]) => !name.startsWith('sysparm_'))
  const known = pairs.filter(([name]) => reader(call.instance.database, table, name) !== null)
  const group = known.map(([field, value]) => [{ field, operator: '=' as const, value }])
  return { groups: [group], order: [], dropped: [] }
}

/** With glide.invalid_query.returns_no_rows an unknown field answers nothing in place of everything. */
function strictly(call: Call, table: Table, query: EncodedQuery): EncodedQuery {
  if (!call.instance.settings.invalidQueryReturnsNoRows) return query
  const fields = query.groups.flat(2).map((condition) => condition.field)
  const isKnown = fields.every((field) => reader(call.instance.database, table, field) !== null)
  if (isKnown && query.dropped.length === 0) return query
  const never = { field: 'sys_id', operator: '=' as const, value: 'invalid' }
  return { groups: [[[never]]], order: [], dropped: [] }
}

function one(call: Call, table: Table, sysId: string): Reply {
  const { row } = existing(call, table, sysId)
  return answer(200, { result: shape(call, table, rowSeen(call, row)) })
}

function create(call: Call, table: Table): Reply {
  const { instance, actor, incoming } = call
  const takesDisplayValues = isOn(incoming, 'sysparm_input_display_value')
  const row = instance.insert(actor, table, objectBody(call), { takesDisplayValues })
  const location = `${incoming.origin}${call.prefix}/table/${table.name}/${row['sys_id'] ?? ''}`
  return written(call, 201, table, row, { Location: location })
}

function change(call: Call, table: Table, sysId: string): Reply {
  const found = existing(call, table, sysId)
  const takesDisplayValues = isOn(call.incoming, 'sysparm_input_display_value')
  const { instance, actor } = call
  const input = takenOfProblem(instance.settings, found.table, found.row, objectBody(call))
  instance.update(actor, found.table, found.row, input, { takesDisplayValues })
  return written(call, 200, table, found.row)
}

function remove(call: Call, table: Table, sysId: string): Reply {
  const found = existing(call, table, sysId)
  call.instance.delete(call.actor, found.table, found.row)
  return answer(204, undefined)
}

function written(
  call: Call,
  status: number,
  table: Table,
  row: Row,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  if (header(call.incoming, 'x-no-response-body') === 'true')
    return answer(status, undefined, headers)
  return answer(status, { result: shape(call, table, row) }, headers)
}

function existing(call: Call, table: Table, sysId: string): { table: Table; row: Row } {
  const isAnswerable = mustBeReadable(call.instance.database, call.actor, table) === 'rows'
  const found = isAnswerable ? call.instance.database.find(table, sysId) : null
  if (found === null || !isVisible(call, found.row)) throw recordNotFound()
  return found
}

export function isVisible({ instance, actor }: Call, row: Row): boolean {
  if (instance.hidden.size === 0) return true
  return !instance.hidden.has(row['sys_id'] ?? '') || hasRole(actor, 'admin')
}

function shape(call: Call, table: Table, row: Row): unknown {
  return shaper(call.instance, call.actor, table, shapeOptions(call, table))(row)
}

function shapeOptions({ incoming, prefix }: Call, table: Table): ShapeOptions {
  return {
    mode: displayMode(incoming.query.get('sysparm_display_value')),
    excludesLinks: isOn(incoming, 'sysparm_exclude_reference_link'),
    fields: fieldsAsked(incoming.query, table),
    base: `${incoming.origin}${prefix}`,
  }
}

/** Null: all. sysparm_fields goes before sysparm_view, which names a form; every view is the default. */
function fieldsAsked(query: URLSearchParams, table: Table): string[] | null {
  const fields = query.get('sysparm_fields') ?? ''
  if (fields !== '') return fields.split(',').map((name) => name.trim())
  if ((query.get('sysparm_view') ?? '') === '') return null
  const { left, right, wide, closing } = formLayout(table)
  return ['sys_id', ...left, ...right, ...wide, ...closing]
}

function displayMode(asked: string | null): DisplayMode {
  const text = asked?.toLowerCase()
  return text === 'true' || text === 'all' ? text : 'false'
}

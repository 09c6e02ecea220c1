import { dateOf, totalOf, type Answer } from './answer.ts'
import type { Caller, CallOptions } from './caller.ts'
import { readJson } from './classify.ts'
import { isServiceNowError, ServiceNowError } from './errors.ts'
import { encode, fieldsOf, matches, type Query } from './query.ts'
import { parseLabelledRows, parseRow, parseRows, type LabelledRow, type Row } from './row.ts'

export interface ListOptions extends CallOptions {
  readonly query?: Query
  readonly fields: readonly string[]
  readonly limit: number
  readonly offset?: number
}

export interface Page<R> {
  readonly rows: readonly R[]
  /** Counted before the instance drops the rows that we may not read. */
  readonly total: number | null
  /** Whether rows remain behind this page; a short or even empty page does not mean that none do. */
  readonly hasMore: boolean
  /** The instance's own clock when it answered. */
  readonly at: Date | null
}

/** The Table API of one instance. A record that is not there is null, never an error. */
export interface Tables {
  list(table: string, options: ListOptions): Promise<Page<Row>>
  listLabelled(table: string, options: ListOptions): Promise<Page<LabelledRow>>
  read(
    table: string,
    sysId: string,
    fields: readonly string[],
    options?: CallOptions,
  ): Promise<Row | null>
  create(table: string, values: Row, answer: readonly string[], options?: CallOptions): Promise<Row>
  update(
    table: string,
    sysId: string,
    values: Row,
    answer: readonly string[],
    options?: CallOptions,
  ): Promise<Row | null>
}

export function tables(caller: Caller): Tables {
  const read: Tables['read'] = async (table, sysId, fields, options) => {
    const answer = await caller.call({
      method: 'GET',
      path: recordPath(table, sysId),
      query: answerParameters(fields),
      ...options,
    })
    return readRecord(answer)
  }
  return {
    read,
    async list(table, options) {
      const answer = await list(caller, table, options, 'false')
      const rows = parseRows(readJson(answer, 'GET'))
      return page(
        answer,
        asked(rows, options, (row) => row),
        options,
      )
    },
    async listLabelled(table, options) {
      const answer = await list(caller, table, options, 'all')
      const rows = parseLabelledRows(readJson(answer, 'GET'))
      return page(
        answer,
        asked(rows, options, ({ values }) => values),
        options,
      )
    },
    async create(table, values, fields, options) {
      const answer = await caller.call({
        method: 'POST',
        path: tablePath(table),
        query: answerParameters(fields),
        json: values,
        ...options,
      })
      return parseRow(readJson(answer, 'POST'), 'unknown')
    },
    async update(table, sysId, values, fields, options) {
      const answer = await caller.call({
        method: 'PATCH',
        path: recordPath(table, sysId),
        query: answerParameters(fields),
        json: values,
        ...options,
      })
      // Seen on a real instance: the update is done and the answer is an empty 200.
      if (answer.status === 200 && answer.text.trim() === '') {
        return read(table, sysId, fields, options)
      }
      return readUpdated(answer)
    },
  }
}

/** One record, or null where there is none that we may see. */
export function readRecord(answer: Answer): Row | null {
  return unlessAbsent(() => parseRow(readJson(answer, 'GET')))
}

export function readUpdated(answer: Answer): Row | null {
  return unlessAbsent(() => parseRow(readJson(answer, 'PATCH'), 'unknown'))
}

function unlessAbsent(read: () => Row): Row | null {
  try {
    return read()
  } catch (error) {
    if (isServiceNowError(error, 'not_found')) return null
    throw error
  }
}

/** So many records are not worth packing. */
const FEW = 20

async function list(
  caller: Caller,
  table: string,
  options: ListOptions,
  display: 'false' | 'all',
): Promise<Answer> {
  const { query, fields, limit, offset, ...call } = options
  const wanted = query === undefined ? fields : [...new Set([...fields, ...fieldsOf(query)])]
  return caller.call({
    method: 'GET',
    path: tablePath(table),
    query: {
      ...(query === undefined ? {} : { sysparm_query: encode(query) }),
      ...answerParameters(wanted),
      sysparm_display_value: display,
      sysparm_limit: String(limit),
      ...(offset === undefined ? {} : { sysparm_offset: String(offset) }),
    },
    isLarge: limit > FEW,
    ...call,
  })
}

/**
 * Only rows that are what was asked for. One stranger means that the instance did
 * not apply the query; then its other rows prove nothing either, and "no such
 * record" would be a lie that makes a second ticket.
 */
function asked<R>(rows: readonly R[], options: ListOptions, values: (row: R) => Row): readonly R[] {
  const { query } = options
  if (query === undefined || rows.every((row) => matches(values(row), query))) return rows
  throw new ServiceNowError('the instance returned records that were not asked for', {
    kind: 'unexpected',
    code: 'query_ignored',
    outcome: 'known',
    detail: `fields asked about: ${fieldsOf(query).join(', ')}`,
  })
}

function page<R>(answer: Answer, rows: readonly R[], options: ListOptions): Page<R> {
  const { limit, offset = 0 } = options
  const total = totalOf(answer)
  const hasMore = total === null ? rows.length >= limit : total > offset + limit
  return { rows, total, hasMore, at: dateOf(answer) }
}

function answerParameters(fields: readonly string[]): Record<string, string> {
  return {
    sysparm_fields: fields.join(','),
    sysparm_exclude_reference_link: 'true',
  }
}

function tablePath(table: string): string {
  if (!/^[a-z0-9_]{1,80}$/.test(table)) throw new TypeError(`"${table}" cannot be a table's name`)
  return `/api/now/table/${table}`
}

function recordPath(table: string, sysId: string): string {
  if (!/^[0-9a-f]{32}$/.test(sysId)) throw new TypeError(`"${sysId}" cannot be a sys_id`)
  return `${tablePath(table)}/${sysId}`
}

import { shaper } from '../display/shape.ts'
import { isRecord, type Incoming, type Reply } from '../http.ts'
import type { Instance } from '../instance.ts'
import { parseQuery, type EncodedQuery } from '../query/parse.ts'
import { Refusal } from '../refusal.ts'
import { mustBeReadable } from '../rules/rights.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { answer, refused, unauthenticated } from './answers.ts'
import type { Authenticate } from './api.ts'
import { objectBody, tableNamed, wholeNumber, type Call } from './call.ts'
import { rowsSeen } from './reading.ts'
import { isVisible } from './table-api.ts'

type Records = readonly Readonly<Record<string, unknown>>[]

/** `/{table}.do?JSONv2`: the older web service, which clients of many years still speak. */
export function jsonV2(
  instance: Instance,
  authenticate: Authenticate,
  incoming: Incoming,
  tableName: string,
): Reply {
  const known = authenticate(incoming)
  if (known === null) return unauthenticated()
  const perform = (): Reply => refused(new Refusal(400, 'Not in this web service'))
  const { method } = incoming
  const call: Call = {
    instance,
    ...known,
    incoming,
    method,
    prefix: '/api/now',
    parts: [],
    perform,
  }
  try {
    return answer(200, { records: recordsOf(call, tableNamed(instance, tableName)) })
  } catch (error) {
    if (error instanceof Refusal) return refused(error)
    throw error
  }
}

export function isJsonV2({ query }: Incoming): boolean {
  return query.has('JSONv2') || query.has('JSON')
}

function recordsOf(call: Call, table: Table): Records {
  const body = call.method === 'POST' ? objectBody(call) : {}
  const { query } = call.incoming
  // What the body says of the action counts for more than the address.
  const action = textIn(body, 'sysparm_action') || (query.get('sysparm_action') ?? 'getRecords')
  const { instance, actor } = call
  const shown = shape(call, table)
  switch (action) {
    case 'getRecords':
    case 'get':
      return meant(call, table, body).map(shown)
    case 'getKeys':
      return meant(call, table, body).map((row) => ({ sys_id: row['sys_id'] }))
    case 'insert':
    case 'insertMultiple': {
      const given = Array.isArray(body['records']) ? body['records'].filter(isRecord) : [body]
      return given.map((one) => attempt(() => shown(instance.insert(actor, table, one))))
    }
    case 'update':
      return meant(call, table, body).map((row) =>
        attempt(() => shown(instance.update(actor, ownerOf(table, row), row, body))),
      )
    case 'deleteRecord':
    case 'deleteMultiple':
      return meant(call, table, body).map((row) =>
        attempt(() => {
          const before = shown(row)
          instance.delete(actor, ownerOf(table, row), row)
          return before
        }),
      )
    default:
      throw new Refusal(400, `Invalid action ${action}`)
  }
}

/** A write that is refused is a record of its own in an answer of 200. */
function attempt(work: () => Record<string, unknown>): Record<string, unknown> {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const said = { message: error.message, reason: error.detail }
    return { __error: said, __status: 'failure' }
  }
}

function meant(call: Call, table: Table, body: Readonly<Record<string, unknown>>): readonly Row[] {
  const { query } = call.incoming
  const of = (name: string): string => textIn(body, name) || (query.get(name) ?? '')
  const sysId = of('sysparm_sys_id')
  const asked: EncodedQuery = parseQuery(sysId === '' ? of('sysparm_query') : `sys_id=${sysId}`)
  if (mustBeReadable(call.instance.database, call.actor, table) !== 'rows') return []
  const limit = wholeNumber(query.get('sysparm_record_count'), 10_000)
  return rowsSeen(call, table, asked)
    .slice(0, limit)
    .filter((row) => isVisible(call, row))
}

function shape(call: Call, table: Table): (row: Row) => Record<string, unknown> {
  const shown = call.incoming.query.get('displayvalue') === 'true'
  const options = { excludesLinks: true, fields: null, base: '' }
  const of = shaper(call.instance, call.actor, table, {
    ...options,
    mode: shown ? 'true' : 'false',
  })
  return (row) => ({ ...of(row), __status: 'success' })
}

function ownerOf(table: Table, row: Row): Table {
  const sysId = row['sys_id'] ?? ''
  return table.family().find((member) => member.get(sysId) === row) ?? table
}

function textIn(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

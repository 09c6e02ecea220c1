import type { KeyAndCertificate } from '../certificate.ts'
import { isRecord, json, type Incoming, type Reply } from '../http.ts'
import type { Instance } from '../instance.ts'
import type { Tokens } from '../oauth/tokens.ts'
import { findPage } from '../query/find.ts'
import { parseQuery } from '../query/parse.ts'
import { Refusal } from '../refusal.ts'
import { changeSettings } from '../settings.ts'
import { restoreSnapshot, takeSnapshot } from '../store/snapshot.ts'
import { editAs, insertAs, removeAs } from './edit.ts'
import type { Faults } from './faults.ts'
import { FAULT_KINDS } from './faults.ts'
import { parseFault } from './parse-fault.ts'
import type { RequestLog } from './request-log.ts'

export interface Controls {
  readonly instance: Instance
  readonly tokens: Tokens
  readonly faults: Faults
  readonly log: RequestLog
  /** Null for plain HTTP. */
  readonly certificate: KeyAndCertificate | null
  readonly userOf: (incoming: Incoming) => string
}

/** /__emulator/…: the same handles a test has in the process, for one outside it. Loopback only. */
export async function controlApi(
  controls: Controls,
  incoming: Incoming,
  remoteAddress: string,
): Promise<Reply> {
  if (!/^(::ffff:)?127\.|^::1$/.test(remoteAddress)) return problem(403, 'loopback only')
  // A page on the internet could reach the loopback through a browser: it cannot set this type unasked.
  const isWrite = incoming.method !== 'GET' && incoming.method !== 'DELETE'
  const type = incoming.headers['content-type'] ?? ''
  if (isWrite && !String(type).startsWith('application/json')) return problem(415, 'send JSON')
  try {
    return await route(controls, incoming)
  } catch (error) {
    if (error instanceof Refusal) return problem(error.status, error.message, error.detail)
    if (error instanceof SyntaxError) return problem(400, error.message)
    throw error
  }
}

// What parses bodies with a schema is loaded when first asked for: it would double the time to start.
async function route(controls: Controls, incoming: Incoming): Promise<Reply> {
  const [, , what = '', ...rest] = incoming.path.split('/')
  const body: unknown = incoming.body === '' ? {} : JSON.parse(incoming.body)
  const fields = isRecord(body) ? body : {}
  switch (`${incoming.method} ${what}`) {
    case 'GET ':
      return json(INDEX)
    case 'GET requests':
      return json({ requests: controls.log.list(Number(incoming.query.get('after') ?? 0)) })
    case 'DELETE requests':
      controls.log.clear()
      return json({})
    case 'GET faults':
      return json({ faults: controls.faults.list() })
    case 'POST faults':
      return addFaults(controls.faults, body)
    case 'DELETE faults':
      controls.faults.clear(rest[0])
      return json({})
    case 'GET options':
      return json(controls.instance.settings)
    case 'PATCH options': {
      const refused = changeSettings(controls.instance.settings, fields)
      if (refused.length > 0) return problem(400, `not changed: ${refused.join(', ')}`)
      return json(controls.instance.settings)
    }
    case 'GET clock':
      return json(time(controls.instance))
    case 'POST clock': {
      const { advance } = fields
      if (typeof advance !== 'number') return problem(400, 'advance must be a number of seconds')
      controls.instance.clock.advance(advance)
      return json(time(controls.instance))
    }
    case 'GET records':
      return records(controls.instance, rest[0] ?? '', incoming)
    case 'POST edit':
      return edit(controls.instance, fields)
    case 'POST remove':
      return remove(controls.instance, fields)
    case 'GET rules':
      return json({ rules: controls.instance.businessRules.list() })
    case 'POST rules': {
      const { parseRule } = await import('./parse-rule.ts')
      const rule = parseRule(body)
      if (typeof rule === 'string') return problem(400, rule)
      return json({ id: controls.instance.businessRules.add(rule) }, 201)
    }
    case 'DELETE rules':
      controls.instance.businessRules.clear(rest[0])
      return json({})
    case 'GET certificate':
      return json({ certificate: controls.certificate?.cert ?? null })
    case 'GET calls':
      return json({ calls: controls.instance.callOuts.list() })
    case 'GET snapshot':
      return json(takeSnapshot(controls.instance.database, controls.instance.files))
    case 'POST restore':
      return restore(controls.instance, body)
    case 'POST hide':
      return hide(controls.instance, fields)
    case 'POST revoke':
      controls.tokens.revokeAll(fields['which'] === 'access' ? 'access' : 'all')
      return json({})
    default:
      return problem(404, `no ${incoming.method} ${incoming.path}`)
  }
}

function addFaults(faults: Faults, body: unknown): Reply {
  const parsed = (Array.isArray(body) ? body : [body]).map(parseFault)
  const wrong = parsed.filter((one) => typeof one === 'string')
  if (wrong.length > 0) return problem(400, wrong.join('; '))
  const ids = parsed.flatMap((one) => (typeof one === 'string' ? [] : [faults.add(one)]))
  return json({ ids }, 201)
}

function records(instance: Instance, tableName: string, incoming: Incoming): Reply {
  const table = instance.database.table(tableName)
  if (table === undefined) return problem(404, `no table ${tableName}`)
  const query = parseQuery(incoming.query.get('query') ?? '')
  const { database, clock } = instance
  const context = { database, userId: '', userName: '', now: clock.now() }
  const { rows, total } = findPage(table, query, context, 0, 10_000)
  return json({ total, records: rows })
}

function edit(instance: Instance, fields: Readonly<Record<string, unknown>>): Reply {
  const { table, sys_id: sysId, fields: values, as = 'itil' } = fields
  if (typeof table !== 'string' || typeof as !== 'string') {
    return problem(400, 'table and as are texts')
  }
  if (!isRecord(values)) return problem(400, 'fields is an object')
  if (sysId === undefined) return json({ record: insertAs(instance, table, values, as) }, 201)
  if (typeof sysId !== 'string') return problem(400, 'sys_id is a text')
  return json({ record: editAs(instance, table, sysId, values, as) })
}

function remove(instance: Instance, fields: Readonly<Record<string, unknown>>): Reply {
  const { table, sys_id: sysId, as = 'admin' } = fields
  if (typeof table !== 'string' || typeof sysId !== 'string' || typeof as !== 'string') {
    return problem(400, 'table, sys_id and as are texts')
  }
  removeAs(instance, table, sysId, as)
  return json({})
}

async function restore({ database, files }: Instance, body: unknown): Promise<Reply> {
  const { parseSnapshot } = await import('./parse-snapshot.ts')
  const snapshot = parseSnapshot(body)
  if (typeof snapshot === 'string') return problem(400, snapshot)
  restoreSnapshot(database, files, snapshot)
  return json({})
}

function hide(instance: Instance, fields: Readonly<Record<string, unknown>>): Reply {
  const { sys_id: sysId, hidden = true } = fields
  if (typeof sysId !== 'string') return problem(400, 'sys_id is a text')
  if (hidden === true) instance.hidden.add(sysId)
  else instance.hidden.delete(sysId)
  return json({})
}

function time(instance: Instance): Record<string, unknown> {
  return { now: instance.clock.now(), offsetSeconds: instance.clock.offsetSeconds }
}

function problem(status: number, error: string, detail: string | null = null): Reply {
  return json({ error, ...(detail === null ? {} : { detail }) }, status)
}

const INDEX = {
  'GET /__emulator/requests?after=ID': 'the request log',
  'DELETE /__emulator/requests': 'forget it',
  'GET /__emulator/faults': 'faults that wait for a request',
  'POST /__emulator/faults': {
    kind: FAULT_KINDS.join(' | '),
    match: {
      method: 'POST',
      path: '/api/now',
      table: 'incident',
      contains: 'text of query or body',
    },
    times: 1,
    probability: 1,
    status: 500,
    message: 'Operation Failed',
    detail: 'the words of a JSON refusal',
    retryAfter: 2,
    delayMs: 1000,
    forMs: 60_000,
    which: 'access | all',
  },
  'DELETE /__emulator/faults[/ID]': 'disarm one or all',
  'GET /__emulator/options': 'what can be changed while running',
  'PATCH /__emulator/options': 'change it',
  'GET /__emulator/clock': "the instance's time",
  'POST /__emulator/clock': { advance: 'seconds' },
  'GET /__emulator/records/TABLE?query=ENCODED': 'stored records, past all rights',
  'POST /__emulator/edit': { table: 'incident', sys_id: '…', fields: {}, as: 'itil' },
  'POST /__emulator/edit without sys_id': 'a new record',
  'POST /__emulator/remove': { table: 'incident', sys_id: '…', as: 'admin' },
  'GET /__emulator/rules': 'business rules added to the stock ones',
  'POST /__emulator/rules': {
    name: 'Tell Lockstep',
    table: 'task',
    when: 'before | after | async',
    on: ['insert', 'update', 'delete'],
    condition: 'an encoded query',
    changes: ['state'],
    abort: false,
    set: { field: 'value' },
    callOut: { url: 'http://…', headers: {}, signature: { header: 'X-Signature', secret: '…' } },
  },
  'DELETE /__emulator/rules[/ID]': 'remove one or all',
  'GET /__emulator/certificate': 'the certificate in PEM, for clients that are to trust it',
  'GET /__emulator/calls': 'what rules have called, and how it went',
  'GET /__emulator/snapshot': 'all that is stored, as JSON',
  'POST /__emulator/restore': 'a snapshot: everything as it was then',
  'POST /__emulator/hide': { sys_id: '…', hidden: true },
  'POST /__emulator/revoke': { which: 'access | all' },
}

import type { Actor } from '../actor.ts'
import { isRecord, type Incoming, type Reply } from '../http.ts'
import type { Instance } from '../instance.ts'
import { Refusal } from '../refusal.ts'
import type { Context } from '../query/compile.ts'
import type { Table } from '../store/table.ts'
import { recordFromXml } from './xml-body.ts'

/** One API request by somebody who is logged in. */
export interface Call {
  readonly instance: Instance
  readonly actor: Actor
  readonly incoming: Incoming
  /** The method meant, after any override. */
  readonly method: string
  /** `/api/now`, `/api/now/v1` or `/api/now/v2`, as called: links in the answer repeat it. */
  readonly prefix: string
  /** The path behind the prefix, in parts. */
  readonly parts: readonly string[]
  /** Another request of the same user, as a batch makes them. */
  readonly perform: (incoming: Incoming) => Reply
}

export function queryContext({ instance, actor }: Pick<Call, 'instance' | 'actor'>): Context {
  const { userId, userName, timeZone } = actor
  const { database, clock } = instance
  return { database, userId, userName, timeZone, now: clock.now() }
}

export function tableNamed(instance: Instance, name: string): Table {
  const table = instance.database.table(name)
  if (table === undefined) throw new Refusal(400, `Invalid table ${name}`)
  return table
}

/** The object of a write, in JSON or XML; of several only the first counts, as on a real instance. */
export function objectBody(call: Call): Record<string, unknown> {
  const type = call.incoming.headers['content-type']
  if (typeof type !== 'string' || /json|\*\/\*/.test(type)) return jsonBody(call)
  if (!/^(application|text)\/xml/.test(type)) {
    throw new Refusal(415, 'Unsupported media type', type)
  }
  if (call.incoming.body === '') return {}
  return recordFromXml(call.incoming.body) ?? unreadable('The payload is not XML')
}

function jsonBody({ incoming }: Call): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = incoming.body === '' ? {} : JSON.parse(incoming.body)
  } catch (error) {
    return unreadable(String(error))
  }
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed
  return isRecord(first) ? first : unreadable('The payload is not an object')
}

/** The recorded traffic has no such case; this is the shape without a claim about the words. */
function unreadable(why: string): never {
  throw new Refusal(400, 'Exception while reading request', why)
}

/** `True` too: so clients written in Python send it, and get what they ask for. */
export function isOn(incoming: Incoming, parameter: string): boolean {
  return incoming.query.get(parameter)?.toLowerCase() === 'true'
}

export function wholeNumber(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise
}

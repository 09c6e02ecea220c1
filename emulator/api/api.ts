import type { Actor } from '../actor.ts'
import { header, type Incoming, type Reply } from '../http.ts'
import type { Instance } from '../instance.ts'
import { Refusal } from '../refusal.ts'
import { answer, refused, unauthenticated } from './answers.ts'
import type { Call } from './call.ts'
import { attachmentApi } from './attachment-api.ts'
import { batchApi } from './batch-api.ts'
import { importApi } from './import-api.ts'
import { metaApi } from './meta-api.ts'
import { asXml, wantsXml } from './negotiate.ts'
import { countAgainstLimits } from './rate-limits.ts'
import { statsApi } from './stats-api.ts'
import { tableApi } from './table-api.ts'
import { tinyUrlApi, withoutTinyUrl } from './tiny-url-api.ts'

/** Who the credentials of a request belong to; null where they are missing, wrong or expired. */
export type Authenticate = (incoming: Incoming) => Known | null

type Handler = (call: Call) => Reply

/** By the first part of the path behind `/api/now[/v1|/v2]`. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  table: tableApi,
  stats: statsApi,
  attachment: attachmentApi,
  import: importApi,
  batch: batchApi,
  tinyurl: tinyUrlApi,
  ui: (call) => (call.parts[1] === 'meta' ? metaApi(call) : noSuchResource()),
}

export function restApi(instance: Instance, authenticate: Authenticate, incoming: Incoming): Reply {
  const known = authenticate(incoming)
  return known === null ? unauthenticated() : answered(instance, known, incoming)
}

interface Known {
  readonly actor: Actor
  readonly isScoped: boolean
}

function answered(instance: Instance, known: Known, incoming: Incoming): Reply {
  try {
    return handle(instance, known, withoutTinyUrl(instance, incoming))
  } catch (error) {
    if (error instanceof Refusal) return refused(error)
    throw error
  }
}

function handle(instance: Instance, known: Known, incoming: Incoming): Reply {
  const { actor, isScoped } = known
  const match = /^(\/api\/now(?:\/v[12])?)\/(.+)$/.exec(incoming.path)
  const parts = (match?.[2] ?? '').split('/').map(decoded)
  const handler = Object.hasOwn(HANDLERS, parts[0] ?? '') ? HANDLERS[parts[0] ?? ''] : undefined
  if (handler === undefined) return noSuchResource()
  if (isScoped)
    throw new Refusal(403, 'User Not Authorized', 'Access to unscoped api is not allowed')
  const override = header(incoming, 'x-http-method-override').toUpperCase()
  const method = override === '' ? incoming.method : override
  const perform = (other: Incoming): Reply => answered(instance, known, other)
  const prefix = match?.[1] ?? ''
  const isXml = wantsXml(incoming)
  const limits = countAgainstLimits(instance, actor, incoming, parts[0] ?? '')
  const reply = handler({ instance, actor, incoming, method, prefix, parts, perform })
  const whole = { ...reply, headers: { ...reply.headers, ...limits } }
  if (method === 'HEAD') return { ...whole, body: '' }
  return isXml ? asXml(whole) : whole
}

function noSuchResource(): Reply {
  throw new Refusal(400, 'Requested URI does not represent any resource')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export function serverError(): Reply {
  const error = { message: 'Internal server error', detail: null }
  return answer(500, { error, status: 'failure' })
}

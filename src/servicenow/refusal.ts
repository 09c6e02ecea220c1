import { z } from 'zod'
import type { Answer } from './answer.ts'
import { ServiceNowError, type FailureCode, type FailureKind } from './errors.ts'

const ErrorBody = z.object({
  error: z.union([
    z.object({ message: z.string().nullish(), detail: z.string().nullish() }),
    z.string(),
  ]),
})

interface Words {
  readonly instanceMessage?: string
  readonly detail?: string
}

interface Reason {
  readonly kind: FailureKind
  readonly code: FailureCode
  readonly remedy?: string
  readonly fields?: readonly string[]
  readonly rule?: string
}

/** A 4xx means that the instance read the request and did nothing: its outcome is known. */
export function classifyRefusal(answer: Answer): ServiceNowError {
  const words = instanceWords(answer.text)
  const said = [words.instanceMessage, words.detail].filter((part) => part !== undefined)
  const message = [`the instance answered ${answer.status}`, ...said].join(': ')
  return new ServiceNowError(message, {
    ...reasonOf(answer.status, said.join('\n')),
    ...words,
    status: answer.status,
    outcome: 'known',
  })
}

/** The instance's own message and detail, shortened. Anything else in a body stays unread. */
export function instanceWords(text: string): Words {
  const body = ErrorBody.safeParse(parsed(text))
  if (!body.success) return {}
  const { error } = body.data
  const { message, detail } = typeof error === 'string' ? { message: error, detail: null } : error
  return {
    ...(message ? { instanceMessage: tidy(message) } : {}),
    ...(detail ? { detail: tidy(detail) } : {}),
  }
}

function reasonOf(status: number, said: string): Reason {
  if (status === 401) return { kind: 'reauthorize', code: 'not_authenticated' }
  if (status === 404) return { kind: 'refused', code: 'not_found' }
  if (status === 408) return { kind: 'retry', code: 'unavailable' }
  if (/access to unscoped api is not allowed/i.test(said)) return SECURELY_SCOPED
  if (/data policy exception/i.test(said)) {
    return { kind: 'refused', code: 'data_policy', fields: mandatoryFields(said) }
  }
  const rule = /aborted by business rule '([^'^]+)/i.exec(said)?.[1]
  if (rule !== undefined) return { kind: 'refused', code: 'business_rule', rule }
  if (/unique key violation|duplicate entry/i.test(said)) {
    return { kind: 'refused', code: 'duplicate' }
  }
  if (/invalid table/i.test(said)) return { kind: 'refused', code: 'invalid_table' }
  if (/does not represent any resource/i.test(said)) {
    return { kind: 'refused', code: 'no_such_resource' }
  }
  if (status === 403) return { kind: 'refused', code: 'access_denied', remedy: ACCESS_REMEDY }
  return { kind: 'refused', code: 'bad_request' }
}

const ACCESS_REMEDY =
  'give the ServiceNow user behind the integration a role that may do this (itil for most tables)'

const SECURELY_SCOPED: Reason = {
  kind: 'refused',
  code: 'securely_scoped',
  remedy:
    'in ServiceNow, open the OAuth application and set its scope restriction to "Broadly scoped", ' +
    'or give it the auth scope "useraccount"; then log in again',
}

/** Data policies name fields by label, after the last colon, separated by commas. */
function mandatoryFields(said: string): string[] {
  const list = /fields are mandatory:\s*(.+)$/i.exec(said.replaceAll(/\s+/g, ' '))?.[1] ?? ''
  return list
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A body that is no JSON has no words for us; its status still says enough.
    return null
  }
}

function tidy(words: string): string {
  return words.replaceAll(/\s+/g, ' ').trim().slice(0, 500)
}

import type { z } from 'zod'

import { Problem } from '../http/schema/common.ts'
import { CommandFailure, EXIT } from './failure.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly url: string
}

/** What was asked for; or, as a failure, why it is not, in the words of the server. */
export function readAnswer<T>(answer: Answer, schema: z.ZodType<T>): T {
  const body = jsonOf(answer.text)
  if (answer.status >= 300) throw failureOf(answer, body)
  const read = schema.safeParse(body)
  if (read.success) return read.data
  throw notLockstep(answer, read.error)
}

function failureOf(answer: Answer, body: unknown): CommandFailure {
  const { status } = answer
  const isPassing = PASSING.has(status)
  const problem = Problem.safeParse(body)
  if (!problem.success) return notLockstep(answer, undefined, isPassing)
  const { title, detail = title, remedy } = problem.data
  return new CommandFailure(detail, {
    exitCode: isPassing || NOT_PERMITTED.has(status) ? EXIT.refused : EXIT.failed,
    remedy: status === 401 ? KEY : (remedy ?? null),
    isPassing,
  })
}

const PASSING = new Set([408, 425, 429, 502, 503, 504])
const NOT_PERMITTED = new Set([401, 403])
const KEY =
  'Make an API key in Lockstep (your name > Password and API keys) and set LOCKSTEP_API_KEY to it.'

function notLockstep({ status, headers, url }: Answer, cause?: unknown, isPassing = false) {
  const to = headers['location']
  const what = to === undefined ? '' : `, which leads to ${String(to)}`
  return new CommandFailure(`${url} answered ${status}${what}, and not as Lockstep does`, {
    exitCode: EXIT.refused,
    remedy: 'Set LOCKSTEP_URL to the address that people open Lockstep by.',
    isPassing,
    cause,
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

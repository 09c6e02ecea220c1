import type { z } from 'zod'
import type { Problem } from './schema/common.ts'

export type ProblemBody = z.output<typeof Problem>

export interface ProblemFacts {
  /** Lower case with hyphens; stays the same when the words change. */
  readonly code: string
  /** The kind of problem, for people. */
  readonly title: string
  /** What it was this time. */
  readonly detail?: string
  /** What to do next. */
  readonly remedy?: string
  readonly errors?: readonly FieldError[]
  readonly headers?: Readonly<Record<string, string>>
}

export interface FieldError {
  /** JSON pointer into the body, or the name of a parameter behind a slash. */
  readonly pointer: string
  readonly detail: string
}

/** An answer that is not what was asked for: thrown anywhere in a request, sent as RFC 9457. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly status: number
  readonly facts: ProblemFacts

  constructor(status: number, facts: ProblemFacts, options?: ErrorOptions) {
    super(facts.detail ?? facts.title, options)
    this.status = status
    this.facts = facts
  }

  body(requestId: string): ProblemBody {
    const { code, title, detail, remedy, errors } = this.facts
    return {
      type: `urn:lockstep:problem:${code}`,
      title,
      status: this.status,
      ...(detail === undefined ? {} : { detail }),
      ...(remedy === undefined ? {} : { remedy }),
      requestId,
      ...(errors === undefined ? {} : { errors: [...errors] }),
    }
  }
}

/** `what` as in `vulnerability 12`. */
export function notFound(what: string, remedy = 'Check the number; the list shows what there is.') {
  const detail = `There is no ${what}.`
  return new HttpProblem(404, { code: 'not-found', title: 'Not found', detail, remedy })
}

export function conflict(detail: string, remedy: string) {
  return new HttpProblem(409, { code: 'conflict', title: 'Not possible now', detail, remedy })
}

export function forbidden(detail: string, remedy: string) {
  return new HttpProblem(403, { code: 'forbidden', title: 'Not permitted', detail, remedy })
}

export function badRequest(detail: string, remedy: string, errors?: readonly FieldError[]) {
  return new HttpProblem(400, {
    code: 'bad-request',
    title: 'The request is not right',
    detail,
    remedy,
    ...(errors === undefined ? {} : { errors }),
  })
}

export function unauthenticated(detail = 'Nobody is signed in.') {
  return new HttpProblem(401, {
    code: 'not-signed-in',
    title: 'Not signed in',
    detail,
    remedy: 'Sign in, or send an API key in the header x-api-key.',
  })
}

export function tooMany(seconds: number, detail: string) {
  return new HttpProblem(429, {
    code: 'too-many-requests',
    title: 'Too many requests',
    detail,
    remedy: `Wait ${seconds} seconds, then try again.`,
    headers: { 'retry-after': String(seconds) },
  })
}

/** What a caller can do about a failure decides its kind; the status code alone does not. */
export type FailureKind = 'retry' | 'reauthorize' | 'refused' | 'unexpected'

/** The reasons we can tell apart. The queue reads the kind; people and the check read the code. */
export const FAILURE_CODES = [
  'unreachable',
  'address_refused',
  'tls',
  'timeout',
  'cut_off',
  'aborted',
  'redirected',
  'too_large',
  'hibernating',
  'login_page',
  'not_servicenow',
  'broken_answer',
  'empty_answer',
  'rate_limited',
  'unavailable',
  'paused',
  'not_authenticated',
  'login_again',
  'securely_scoped',
  'access_denied',
  'data_policy',
  'business_rule',
  'duplicate',
  'invalid_table',
  'no_such_resource',
  'not_found',
  'bad_request',
  'query_ignored',
  'unknown',
] as const
export type FailureCode = (typeof FAILURE_CODES)[number]

/** Whether a write may have taken effect although it failed. For a read it is always known. */
export type Outcome = 'known' | 'unknown'

export interface FailureFacts {
  readonly kind: FailureKind
  readonly code: FailureCode
  readonly outcome: Outcome
  readonly status?: number
  /** The instance's own words, shortened, for people to read. */
  readonly instanceMessage?: string
  readonly detail?: string
  readonly retryAfterMs?: number
  /** Labels of the fields a data policy asks for. */
  readonly fields?: readonly string[]
  /** The business rule that stopped a write. */
  readonly rule?: string
  readonly remedy?: string
  readonly cause?: unknown
}

/** A call to an instance that did not give what was asked for. */
export class ServiceNowError extends Error {
  override readonly name = 'ServiceNowError'
  readonly kind: FailureKind
  readonly code: FailureCode
  readonly outcome: Outcome
  readonly status: number | null
  readonly instanceMessage: string | null
  readonly detail: string | null
  readonly retryAfterMs: number | null
  readonly fields: readonly string[]
  readonly rule: string | null
  readonly remedy: string | null

  constructor(message: string, facts: FailureFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.kind = facts.kind
    this.code = facts.code
    this.outcome = facts.outcome
    this.status = facts.status ?? null
    this.instanceMessage = facts.instanceMessage ?? null
    this.detail = facts.detail ?? null
    this.retryAfterMs = facts.retryAfterMs ?? null
    this.fields = facts.fields ?? []
    this.rule = facts.rule ?? null
    this.remedy = facts.remedy ?? null
  }
}

/** Whether `error` is a failure of an instance, optionally of one of `codes`. */
export function isServiceNowError(
  error: unknown,
  ...codes: readonly FailureCode[]
): error is ServiceNowError {
  return error instanceof ServiceNowError && (codes.length === 0 || codes.includes(error.code))
}

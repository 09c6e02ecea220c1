import { isWrite, type Method } from './answer.ts'
import { ServiceNowError, type FailureCode, type Outcome } from './errors.ts'

interface Timing {
  readonly timedOut: boolean
  readonly timeoutMs: number
}

/**
 * What a failed connection means. Where nothing can have been sent, a write has
 * certainly not happened; everything later is unknown until somebody has looked.
 */
export function networkFailure(error: unknown, method: Method, timing: Timing): ServiceNowError {
  const reason = reasonOf(error, timing)
  const outcome: Outcome = isWrite(method) && !reason.neverSent ? 'unknown' : 'known'
  return new ServiceNowError(reason.message, {
    kind: 'retry',
    code: reason.code,
    outcome,
    cause: error,
    ...(reason.remedy === undefined ? {} : { remedy: reason.remedy }),
  })
}

interface Reason {
  readonly code: FailureCode
  readonly message: string
  readonly neverSent: boolean
  readonly remedy?: string
}

function reasonOf(error: unknown, timing: Timing): Reason {
  const code = codeOf(error)
  if (code === 'ADDRESS_REFUSED') return ADDRESS_REFUSED
  if (isTls(code)) return tls(code)
  const unreachable = UNREACHABLE[code]
  if (unreachable !== undefined) {
    return {
      code: 'unreachable',
      message: `the instance cannot be reached: ${unreachable}`,
      neverSent: true,
      remedy: 'check the address, and that this machine may reach it (firewall, proxy, DNS)',
    }
  }
  if (timing.timedOut || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    const message = `the instance did not answer within ${timing.timeoutMs} ms`
    return { code: 'timeout', message, neverSent: false }
  }
  if (code === 'ABORT_ERR' || code === 'UND_ERR_ABORTED') {
    return { code: 'aborted', message: 'the request was given up', neverSent: false }
  }
  const message = 'the connection broke before the answer was complete'
  return { code: 'cut_off', message, neverSent: false }
}

const ADDRESS_REFUSED: Reason = {
  code: 'address_refused',
  message: 'the instance leads to an address that is not on the public internet',
  neverSent: true,
  remedy: 'the operator of Lockstep can allow the host with LOCKSTEP_ALLOWED_INSTANCES',
}

const UNREACHABLE: Readonly<Partial<Record<string, string>>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to its network',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_PRX_CONN: 'the proxy refused',
}

function tls(code: string): Reason {
  return {
    code: 'tls',
    message: `no secure connection: ${code}`,
    neverSent: true,
    remedy: "if a company's own certificate authority is in the way, give Lockstep its CA file",
  }
}

function isTls(code: string): boolean {
  return (
    code.startsWith('ERR_TLS_') ||
    code.startsWith('ERR_SSL_') ||
    code.startsWith('CERT_') ||
    code.startsWith('UNABLE_TO_') ||
    code === 'EPROTO' ||
    code === 'DEPTH_ZERO_SELF_SIGNED_CERT' ||
    code === 'SELF_SIGNED_CERT_IN_CHAIN' ||
    code === 'UND_ERR_PRX_TLS'
  )
}

/** A failure over several addresses wraps the one that counts. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error.name === 'AbortError') return 'ABORT_ERR'
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}

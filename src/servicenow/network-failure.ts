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
  const { code, syscall } = originOf(error)
  if (code === 'ADDRESS_REFUSED') return ADDRESS_REFUSED
  if (isCertificate(code)) return { ...tls(code), neverSent: true }
  // A connection may also break like this long after it was made.
  if (isTls(code)) return tls(code)
  const unreachable = UNREACHABLE[code]
  if (unreachable !== undefined && (syscall === '' || BEFORE_SENDING.includes(syscall))) {
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

const BEFORE_SENDING = ['connect', 'getaddrinfo']

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
    neverSent: code === 'ERR_SSL_WRONG_VERSION_NUMBER',
    remedy: "if a company's own certificate authority is in the way, give Lockstep its CA file",
  }
}

/** The certificate is looked at before a single byte of a request leaves. */
function isCertificate(code: string): boolean {
  return (
    code === 'ERR_TLS_CERT_ALTNAME_INVALID' ||
    code.startsWith('CERT_') ||
    code.startsWith('UNABLE_TO_') ||
    code.includes('SELF_SIGNED_CERT')
  )
}

function isTls(code: string): boolean {
  return (
    code.startsWith('ERR_TLS_') ||
    code.startsWith('ERR_SSL_') ||
    code === 'EPROTO' ||
    code === 'UND_ERR_PRX_TLS'
  )
}

interface Origin {
  readonly code: string
  readonly syscall: string
}

/** A failure over several addresses wraps the one that counts. */
function originOf(error: unknown): Origin {
  if (!(error instanceof Error)) return { code: '', syscall: '' }
  if (error.name === 'AbortError') return { code: 'ABORT_ERR', syscall: '' }
  if (error instanceof AggregateError) return originOf(error.errors[0])
  if ('code' in error && typeof error.code === 'string') {
    const syscall = 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : ''
    return { code: error.code, syscall }
  }
  return originOf(error.cause)
}

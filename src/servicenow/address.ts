/** Where an instance is. Made only by `parseInstance`, so that nothing else is ever called. */
export interface InstanceAddress {
  /** For example "https://acme.service-now.com": also the instance's identity. */
  readonly origin: string
  readonly host: string
  /** The operator named this host, so that it may resolve to a private address. */
  readonly isListed: boolean
}

export type AddressProblem = 'not_a_url' | 'not_https' | 'not_allowed' | 'has_more'

/** An address that a person entered and that cannot be used, and what to do about it. */
export class AddressError extends Error {
  override readonly name = 'AddressError'
  readonly problem: AddressProblem

  constructor(problem: AddressProblem, message: string) {
    super(message)
    this.problem = problem
  }
}

const SERVICENOW = ['.service-now.com', '.servicenowservices.com']

/**
 * Normalises an instance URL. `allowed` holds what the operator adds: a host
 * ("tickets.example.com"), a wildcard ("*.example.com") or a whole origin
 * ("http://127.0.0.1:8081"), which is the only way to be spared https.
 */
export function parseInstance(input: string, allowed: readonly string[]): InstanceAddress {
  const url = readUrl(input.trim())
  if (url.username !== '' || url.password !== '') {
    throw new AddressError('has_more', 'leave user name and password out of the instance URL')
  }
  const host = url.hostname.replace(/\.$/, '')
  const origin = `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}`
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new AddressError('has_more', `enter the instance URL alone: ${origin}`)
  }
  const isListed = allowed.some((entry) => covers(entry.trim().toLowerCase(), origin, url, host))
  if (url.protocol !== 'https:' && !isListed) {
    throw new AddressError(
      'not_https',
      `the instance URL must begin with https://; the operator of Lockstep can allow another ` +
        `address with LOCKSTEP_ALLOWED_INSTANCES=${origin}`,
    )
  }
  if (!isListed && !isServiceNowHost(url, host)) {
    throw new AddressError(
      'not_allowed',
      `${host} is not an allowed ServiceNow host: the operator of Lockstep can allow it with ` +
        `LOCKSTEP_ALLOWED_INSTANCES=${url.port === '' ? host : origin}`,
    )
  }
  return { origin, host, isListed }
}

function readUrl(input: string): URL {
  const url = URL.parse(input)
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) return url
  const guess = URL.parse(`https://${input}`)
  const hint = guess !== null && guess.hostname.includes('.') ? guess.origin : EXAMPLE
  if (url !== null && input.includes('://')) {
    throw new AddressError('not_https', `the instance URL must begin with https://, as ${EXAMPLE}`)
  }
  throw new AddressError('not_a_url', `that is not a URL: enter it in full, as ${hint}`)
}

const EXAMPLE = 'https://your-instance.service-now.com'

function isServiceNowHost(url: URL, host: string): boolean {
  return url.port === '' && SERVICENOW.some((suffix) => host.endsWith(suffix))
}

/** A listed host stands for https at the usual port; anything else must be listed as an origin. */
function covers(entry: string, origin: string, url: URL, host: string): boolean {
  if (entry.includes('://')) return URL.parse(entry)?.origin === origin
  if (entry === '' || url.protocol !== 'https:') return false
  if (entry.includes(':')) return entry === `${host}:${url.port}`
  if (url.port !== '') return false
  return entry.startsWith('*.') ? host.endsWith(entry.slice(1)) : entry === host
}

import { createHash, timingSafeEqual } from 'node:crypto'

/** Who asks for the metrics, as far as we can know. */
export interface Asker {
  readonly authorization: string | undefined
  /** The other end of the socket, not what a proxy says. */
  readonly address: string
  /** What the request calls us. */
  readonly host: string
  readonly isForwarded: boolean
}

export interface MetricsRule {
  /** With it, and only with it, they are told. */
  readonly token: string | null
  /** Nobody is expected from elsewhere: no PUBLIC_URL is set, so that no proxy stands before us. */
  readonly isLocal: boolean
}

/**
 * Whether the metrics are told: to who has the token, or, where none is set, to this machine alone.
 * A proxy on this machine would look like this machine, so that without a token there must be none.
 */
export function mayReadMetrics({ token, isLocal }: MetricsRule, asker: Asker): boolean {
  if (token !== null) return isSame(asker.authorization ?? '', `Bearer ${token}`)
  // A page of another site could reach us by a name of its own that leads here.
  return isLocal && !asker.isForwarded && isLoopback(asker.address) && isLoopbackName(asker.host)
}

/** Takes as long for a nearly right token as for any other. */
function isSame(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(wanted))
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}

function isLoopbackName(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(host)
}

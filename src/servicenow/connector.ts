import { lookup as resolve, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import type { InstanceAddress } from './address.ts'
import { isPublic } from './public-address.ts'

/** A host that leads to an address inside: raised before anything is sent. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
  readonly code = 'ADDRESS_REFUSED'
}

export interface ConnectOptions {
  readonly timeoutMs: number
  /** A PEM bundle that replaces the usual certificate authorities. */
  readonly ca?: string
}

/**
 * Connects to an instance, having looked at the address its name resolved to.
 * The check sits in the look-up that the socket itself uses: a name that answers
 * differently the second time gains nothing.
 */
export function connector(
  instance: InstanceAddress,
  options: ConnectOptions,
): buildConnector.connector {
  const connect = buildConnector({
    // HTTP/2 would put all requests on one connection; lanes want one each.
    allowH2: false,
    timeout: options.timeoutMs,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(instance.isListed ? {} : { lookup: publicLookup }),
  })
  return (target, done) => {
    // A literal address is never looked up, so it is checked here.
    const literal = target.hostname.replace(/^\[(.*)\]$/, '$1')
    if (!instance.isListed && isIP(literal) !== 0 && !isPublic(literal)) {
      done(refused(target.hostname), null)
      return
    }
    connect(target, done)
  }
}

const publicLookup: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) {
      done(error, '')
      return
    }
    const first = addresses[0]
    // One inside address among many is enough to refuse: the socket may pick any.
    if (first === undefined || !addresses.every(({ address }) => isPublic(address))) {
      done(refused(hostname), '')
      return
    }
    if (options.all === true) done(null, addresses)
    else done(null, first.address, first.family)
  })
}

function refused(hostname: string): AddressRefused {
  return new AddressRefused(`${hostname} leads to an address that is not on the public internet`)
}

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A key and a certificate that nobody has signed but itself, in PEM. */
export interface KeyAndCertificate {
  readonly key: string
  readonly cert: string
}

const DAY_MS = 86_400_000

/**
 * Made anew on each start, for clients that speak HTTPS only and for seeing what they make of a
 * certificate that they do not trust. Good for a year, or over since yesterday.
 */
export function selfSigned(host: string, isExpired: boolean): KeyAndCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const now = Date.now()
  const until = isExpired ? now - DAY_MS : now + 365 * DAY_MS
  const name = sequence(set(sequence(COMMON_NAME, tagged(0x0c, Buffer.from(host)))))
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_SHA256,
    name,
    sequence(utcTime(now - 2 * DAY_MS), utcTime(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(sequence(ALTERNATIVE_NAMES, tagged(0x04, names(host))), IS_AUTHORITY)),
  )
  const signature = sign('sha256', body, privateKey)
  const bits = tagged(0x03, Buffer.concat([Buffer.from([0]), signature]))
  const der = sequence(body, ECDSA_SHA256, bits).toString('base64')
  const lines = der.match(/.{1,64}/g) ?? []
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}

/** What the certificate is for: the host it listens on, and the names of this machine for itself. */
function names(host: string): Buffer {
  const dns = [...new Set(['localhost', host])].map((name) => tagged(0x82, Buffer.from(name)))
  return sequence(...dns, tagged(0x87, Buffer.from([127, 0, 0, 1])))
}

function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/[^0-9]/g, '')
  return tagged(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts))
}

function set(part: Buffer): Buffer {
  return tagged(0x31, part)
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes)
}

/** Distinguished encoding: a tag, a length, what it is about. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

/** Object identifiers, as they are encoded. */
const COMMON_NAME = tagged(0x06, Buffer.from([0x55, 4, 3]))
const ALTERNATIVE_NAMES = tagged(0x06, Buffer.from([0x55, 0x1d, 0x11]))
const BASIC_CONSTRAINTS = tagged(0x06, Buffer.from([0x55, 0x1d, 0x13]))
const TRUE = tagged(0x01, Buffer.from([0xff]))
/** So that a client may be given the certificate as its authority. */
const IS_AUTHORITY = sequence(BASIC_CONSTRAINTS, TRUE, tagged(0x04, sequence(TRUE)))
const ECDSA_SHA256 = sequence(tagged(0x06, Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2])))

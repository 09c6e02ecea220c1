import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** What a sealed value is for and whose it is. A value moved to another row no longer opens. */
export interface SealContext {
  readonly purpose: string
  readonly row: string | number
}

export interface Sealer {
  /** The key new values are sealed with. */
  readonly keyId: string
  readonly seal: (text: string, context: SealContext) => string
  readonly open: (sealed: string, context: SealContext) => string
  /** Whether `sealed` should be sealed anew: its key is no longer the first one. */
  readonly isStale: (sealed: string) => boolean
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORMAT = /^v1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/

/**
 * Seals with the first of `keys` and opens with any of them: a key is rotated by putting the new
 * one first. AES-256-GCM; the text is `v1.<key id>.<nonce + ciphertext + tag>` in base64url.
 */
export function sealer(keys: readonly Buffer[]): Sealer {
  const ring = new Map(keys.map((key) => [idOf(key), key]))
  const first = keys[0]
  if (first === undefined) throw new TypeError('sealing needs at least one key')
  const keyId = idOf(first)
  return {
    keyId,
    seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', first, nonce).setAAD(aad(keyId, context))
      const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${keyId}.${Buffer.concat([body, cipher.getAuthTag()]).toString('base64url')}`
    },
    open(sealed, context) {
      const { id, body } = parse(sealed)
      const key = ring.get(id)
      if (key === undefined) throw new SealError(`no key ${id} to open this ${context.purpose}`)
      return decrypt(key, id, body, context)
    },
    isStale: (sealed) => parse(sealed).id !== keyId,
  }
}

/** A sealed value that cannot be opened here. Never says what was inside. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

/** Names a key without giving anything of it away. */
export function idOf(key: Buffer): string {
  if (key.length !== KEY_BYTES) {
    throw new TypeError(`a sealing key has ${KEY_BYTES} bytes, this one ${key.length}`)
  }
  return createHash('sha256').update('lockstep key id\0').update(key).digest('hex').slice(0, 8)
}

function parse(sealed: string): { id: string; body: Buffer } {
  const [, id, text] = FORMAT.exec(sealed) ?? []
  if (id === undefined || text === undefined) throw new SealError('not a sealed value')
  const body = Buffer.from(text, 'base64url')
  // Base64 has spare bits in its last character: only the one canonical spelling is accepted.
  if (body.length < NONCE_BYTES + TAG_BYTES || body.toString('base64url') !== text) {
    throw new SealError('not a sealed value')
  }
  return { id, body }
}

function decrypt(key: Buffer, id: string, body: Buffer, context: SealContext): string {
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, NONCE_BYTES))
    .setAAD(aad(id, context))
    .setAuthTag(body.subarray(-TAG_BYTES))
  const text = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES))
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new SealError(`this ${context.purpose} was changed, or sealed for another row`, { cause })
  }
}

/** JSON keeps the parts apart, so that no two contexts spell the same bytes. */
function aad(keyId: string, { purpose, row }: SealContext): Buffer {
  return Buffer.from(JSON.stringify(['lockstep', 'v1', keyId, purpose, String(row)]))
}

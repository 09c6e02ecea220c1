import { createHash } from 'node:crypto'

/**
 * Names exactly one wish, so that a refusal can be told from one of another wish. A digest, since
 * a description is too long to be kept with every refusal.
 */
export function wishKey(kind: string, ...parts: readonly unknown[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return `${kind}:${digest.slice(0, 24)}`
}

import { createHmac } from 'node:crypto'
import { join } from 'node:path'

import type { Config } from '../config.ts'
import { must } from '../lib/must.ts'
import { sealer, type Sealer } from '../lib/seal.ts'
import { keysIn, parseKeys, sealingKeys } from '../lib/sealing-key.ts'
import type { Database } from '../store/database.ts'
import { installation } from '../store/installation.ts'
import { hasSealed } from '../store/integration.ts'

export interface Secrets {
  readonly sealer: Sealer
  /** The same in all processes that share the sealing key. */
  readonly cookieSecret: string
}

/**
 * The key that everything sealed hangs on: from the environment, or a file beside the database's
 * folder, made once. A start with sealed data and another key is refused: it could read nothing.
 */
export async function openSecrets(config: Config, database: Database): Promise<Secrets> {
  const path = keyFile(config)
  const keys = fromEnvironment(config) ?? (await sealingKeys(path))
  const seal = sealer(keys)
  await database.transaction(async (tx) => {
    const { sealing_key_id: known } = await installation(tx).read()
    const isKnown = known === null || keys.some((key) => sealer([key]).keyId === known)
    if (!isKnown && (await hasSealed(tx))) {
      const where = config.sealingKey === null ? path : 'LOCKSTEP_SEALING_KEY'
      throw new Error(
        `the secrets in this database were sealed with key ${known}, which ${where} does not hold: bring that key back, or put it after the new one`,
      )
    }
    await installation(tx).update({ sealing_key_id: seal.keyId })
  })
  const first = must(keys[0], 'a sealing key')
  const cookieSecret = createHmac('sha256', first).update('lockstep cookies').digest('base64url')
  return { sealer: seal, cookieSecret }
}

/** The keys that there are; none is made. */
export async function keysAtHand(config: Config): Promise<readonly Buffer[]> {
  return fromEnvironment(config) ?? (await keysIn(keyFile(config))) ?? []
}

function fromEnvironment({ sealingKey }: Config): Buffer[] | null {
  return sealingKey === null ? null : parseKeys(sealingKey, 'LOCKSTEP_SEALING_KEY')
}

function keyFile({ data }: Config): string {
  return join(data, 'sealing.key')
}

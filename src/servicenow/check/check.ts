import type { InstanceAddress } from '../address.ts'
import type { Discovery } from '../discovery/discovery.ts'
import type { Sender } from '../http.ts'
import type { Session } from '../session.ts'
import type { Tables } from '../table.ts'
import { checkChoices } from './check-choices.ts'
import { knock } from './knock.ts'
import { checkRead, checkScope, checkWrite } from './check-rights.ts'
import { checkToken } from './check-token.ts'
import { skipped, type Step } from './step.ts'

export type { Step } from './step.ts'

/** A paired table, and what its mapping relies on. */
export interface CheckedTable {
  readonly table: string
  readonly states: readonly string[]
  /** One of our own tickets there: the only record on which writing may be tried. */
  readonly ownTicket: string | null
}

export interface CheckedInstance {
  readonly instance: InstanceAddress
  readonly http: Sender
  readonly session: Session
  readonly tables: Tables
  readonly discovery: Discovery
}

/**
 * Tries what the sync will do, in the order in which it would fail. A step that
 * cannot be tried because an earlier one failed says so instead of guessing.
 */
export async function checkConnection(
  checked: CheckedInstance,
  pairings: readonly CheckedTable[],
): Promise<Step[]> {
  const steps = await knock(checked.http, checked.instance)
  const isThere = steps.at(-1)?.result === 'ok'
  const token = isThere ? await checkToken(checked.session) : skipped('token', 'Token')
  steps.push(token)
  const scope =
    token.result === 'ok' ? await checkScope(checked.tables) : skipped('scope', 'API access')
  steps.push(scope)
  for (const pairing of pairings) {
    steps.push(...(await checkPairing(checked, pairing, scope.result === 'ok')))
  }
  return steps
}

async function checkPairing(
  { tables, discovery }: CheckedInstance,
  pairing: CheckedTable,
  mayAsk: boolean,
): Promise<Step[]> {
  const { table } = pairing
  const read = mayAsk ? await checkRead(tables, pairing) : skipped(`read:${table}`, `Read ${table}`)
  const canRead = read.result !== 'failed' && mayAsk
  return [
    read,
    canRead ? await checkWrite(tables, pairing) : skipped(`write:${table}`, `Write ${table}`),
    canRead
      ? await checkChoices(discovery, pairing)
      : skipped(`states:${table}`, `States of ${table}`),
  ]
}

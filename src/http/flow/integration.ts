import { isServiceNowError } from '../../servicenow/errors.ts'
import { parseInstance } from '../../servicenow/address.ts'
import { knock } from '../../servicenow/check/knock.ts'
import { audit } from '../../store/audit.ts'
import type { Database, Tx } from '../../store/database.ts'
import { CLIENT_SECRET, integrations } from '../../store/integration.ts'
import { pairings } from '../../store/pairing.ts'
import { tokenStore } from '../../store/token.ts'
import type { Actor } from '../../vulnerability/actor.ts'
import type { InstanceDeps } from '../instance-deps.ts'
import { badAddress } from '../error-mapper.ts'
import { badRequest, conflict, notFound } from '../problem.ts'

interface NewIntegration {
  readonly name?: string | undefined
  readonly instanceUrl: string
  readonly clientId: string
  readonly clientSecret: string
}

/** Keeps an integration's credentials, once something that is a ServiceNow answers there. */
export async function addIntegration(
  database: Database,
  deps: InstanceDeps,
  wanted: NewIntegration,
  actor: Actor,
): Promise<number> {
  const address = await addressOf(deps, wanted.instanceUrl)
  return database.transaction(async (tx) => {
    const store = integrations(tx)
    const name = wanted.name ?? (await freeName(tx, address.host))
    await refuseTaken(tx, name)
    const instanceId = await store.instanceAt(address.origin)
    const id = await store.add({ instanceId, name, clientId: wanted.clientId })
    await store.change(id, { client_secret_sealed: seal(deps, id, wanted.clientSecret) })
    await audit(tx).write({
      actor,
      action: 'integration.created',
      subject: `integration ${name}`,
      details: { instance: address.origin, clientId: wanted.clientId },
    })
    return id
  })
}

interface IntegrationEdit {
  readonly name?: string | undefined
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
  readonly pollSeconds?: number | undefined
  readonly loginDays?: number | undefined
}

export async function editIntegration(
  database: Database,
  deps: InstanceDeps,
  id: number,
  edit: IntegrationEdit,
  actor: Actor,
): Promise<void> {
  await database.transaction(async (tx) => {
    const store = integrations(tx)
    const before = await store.read(id)
    if (before === null) throw noIntegration(id)
    if (edit.name !== undefined) await refuseTaken(tx, edit.name, id)
    await store.change(id, {
      name: edit.name,
      client_id: edit.clientId,
      client_secret_sealed:
        edit.clientSecret === undefined ? undefined : seal(deps, id, edit.clientSecret),
      poll_seconds: edit.pollSeconds,
    })
    if (edit.loginDays !== undefined) await store.setLoginDays(id, edit.loginDays)
    const changed = Object.keys(edit).filter(
      (key) => edit[key as keyof IntegrationEdit] !== undefined,
    )
    await audit(tx).write({
      actor,
      action: 'integration.changed',
      subject: `integration ${before.name}`,
      details: { changed },
    })
  })
  deps.reach.forget(id)
}

/** Stops the sync and forgets the credentials; tickets stay, and stay linked. */
export async function removeIntegration(
  database: Database,
  deps: InstanceDeps,
  id: number,
  confirm: string,
  actor: Actor,
): Promise<void> {
  const before = await integrations(database.kysely).read(id)
  if (before === null) throw noIntegration(id)
  if (confirm !== before.name) {
    throw badRequest('The name does not match.', `Type the name of the integration: ${before.name}`)
  }
  await revoke(database, deps, id)
  await database.transaction(async (tx) => {
    const removed = await pairings(tx).removeOfIntegration(id)
    await integrations(tx).remove(id)
    await audit(tx).write({
      actor,
      action: 'integration.removed',
      subject: `integration ${before.name}`,
      details: { instance: before.origin, projects: removed },
    })
  })
  deps.reach.forget(id)
}

/** An instance that is gone can't be told; its tokens end by themselves. */
async function revoke(database: Database, deps: InstanceDeps, id: number): Promise<void> {
  try {
    const { oauth } = await deps.reach.open(id)
    const { accessToken, refreshToken } = await tokenStore(database, deps.sealer, id).read()
    for (const token of [refreshToken, accessToken]) {
      if (token !== null) await oauth.revoke(token)
    }
  } catch (error) {
    if (!isServiceNowError(error)) throw error
  }
}

export function noIntegration(id: number) {
  return notFound(`integration ${id}`, 'Open Integrations to see what there is.')
}

async function addressOf(deps: InstanceDeps, url: string) {
  const address = parseInstance(url, deps.allowedInstances)
  const steps = await knock(deps.sender, address)
  const failed = steps.find((step) => step.result === 'failed')
  if (failed !== undefined) throw badAddress(failed.answer, failed.remedy ?? undefined)
  return address
}

async function refuseTaken(tx: Tx, name: string, exceptId = 0): Promise<void> {
  if (!(await integrations(tx).isNameTaken(name, exceptId))) return
  throw conflict(`There is an integration called ${name} already.`, 'Choose another name.')
}

async function freeName(tx: Tx, host: string): Promise<string> {
  const first = host.split('.')[0] ?? host
  const base = /^[\d.]+$/.test(host) ? 'ServiceNow' : first
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base} ${n}`
    if (!(await integrations(tx).isNameTaken(name))) return name
  }
}

function seal({ sealer }: InstanceDeps, id: number, secret: string): string {
  return sealer.seal(secret, { purpose: CLIENT_SECRET, row: id })
}

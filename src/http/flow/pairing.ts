import { MAPPED_SEVERITIES, SEVERITIES, type Severity } from '../../vulnerability/severity.ts'
import { assets, lockAsset } from '../../store/asset.ts'
import { audit } from '../../store/audit.ts'
import type { Database, Tx } from '../../store/database.ts'
import { isDuplicate } from '../../store/duplicate.ts'
import { integrations } from '../../store/integration.ts'
import { forgiveAll } from '../../store/memory.ts'
import { pairings, type NewPairing } from '../../store/pairing.ts'
import type { Actor } from '../../vulnerability/actor.ts'
import { requestLooks } from '../../work/marks.ts'
import type { InstanceDeps } from '../instance-deps.ts'
import { badRequest, conflict, notFound } from '../problem.ts'
import { noIntegration } from './integration.ts'
import { mappingOf, warningsOf, type MappingInput } from './mapping.ts'
import { tableDetail, type TableDetail } from './table-detail.ts'

/** The answer to "N vulnerabilities are waiting"; without one they are held. */
export type Existing =
  | { readonly answer: 'send' }
  | { readonly answer: 'new_only' }
  | { readonly answer: 'severities'; readonly severities: readonly Severity[] }

export interface NewProject {
  readonly assetId: number
  readonly table: string
  readonly mapping: MappingInput
  readonly existing?: Existing | undefined
}

export async function readTable(deps: InstanceDeps, integrationId: number, table: string) {
  return tableDetail(await deps.reach.open(integrationId), table)
}

/** Pairs an asset with a table; what was there before goes out only as far as was answered. */
export async function addPairing(
  database: Database,
  deps: InstanceDeps,
  integrationId: number,
  project: NewProject,
  actor: Actor,
): Promise<number> {
  const integration = await integrations(database.kysely).read(integrationId)
  if (integration === null) throw noIntegration(integrationId)
  const asset = await assets(database.kysely).find(project.assetId)
  if (asset === null || asset.archived_at !== null) throw notFound(`asset ${project.assetId}`)
  const taken = await pairings(database.kysely).ofAsset(project.assetId)
  if (taken !== null) throw pairedAlready(asset.name, taken.table_label)
  const table = await readTable(deps, integrationId, project.table)
  const mapping = mappingOf(project.mapping, table)
  try {
    return await database.transaction(async (tx) => {
      const { assetId } = project
      const row = { integrationId, assetId, table: table.name, tableLabel: table.label, mapping }
      const id = await pairAsset(tx, row, project.existing)
      await audit(tx).write({
        actor,
        action: 'project.created',
        subject: `asset ${asset.name}`,
        details: { table: table.name, existing: project.existing ?? 'held' },
      })
      return id
    })
  } catch (error) {
    if (isDuplicate(error, 'pairing_asset')) throw pairedAlready(asset.name, 'another project')
    throw error
  }
}

/** Waits for an import of the asset to end: what it brings was there before the pairing, too. */
export async function pairAsset(
  tx: Tx,
  pairing: NewPairing,
  existing: Existing | undefined,
): Promise<number> {
  const { assetId } = pairing
  await lockAsset(tx, assetId)
  const store = pairings(tx)
  const id = await store.add(pairing)
  const looks = await store.hold(assetId, sentBy(existing))
  await forgiveAll(tx, looks)
  await requestLooks(tx, [...looks, ...(await store.affected(assetId))], 'backfill')
  return id
}

export async function editPairing(
  database: Database,
  deps: InstanceDeps,
  id: number,
  edit: { readonly mapping: MappingInput; readonly apply: 'now' | 'next_change' },
  actor: Actor,
): Promise<void> {
  const before = await readPairing(database, id)
  const table = await readTable(deps, before.integration_id, before.table_name)
  const mapping = mappingOf(edit.mapping, table)
  await database.transaction(async (tx) => {
    const store = pairings(tx)
    await store.changeMapping(id, mapping)
    const affected = await store.affected(before.asset_id)
    await forgiveAll(tx, affected)
    if (edit.apply === 'now') {
      await store.voidAgreements(before.asset_id, mapping)
      await requestLooks(tx, affected, 'backfill')
    } else {
      await lookAtTicketless(tx, affected)
    }
    await audit(tx).write({
      actor,
      action: 'project.changed',
      subject: `asset ${before.asset_name}`,
      details: { table: before.table_name, apply: edit.apply },
    })
  })
}

/** Those without a ticket have nothing that could change; the new mapping may let them go out. */
async function lookAtTicketless(tx: Tx, ids: readonly number[]): Promise<void> {
  await requestLooks(tx, await pairings(tx).withoutLivingTicket(ids), 'backfill')
}

export async function removePairing(
  database: Database,
  id: number,
  confirm: string,
  actor: Actor,
): Promise<void> {
  const before = await readPairing(database, id)
  if (confirm !== before.asset_name) {
    throw badRequest('The name does not match.', `Type the name of the asset: ${before.asset_name}`)
  }
  await database.transaction(async (tx) => {
    await pairings(tx).remove(id)
    await requestLooks(tx, await pairings(tx).affected(before.asset_id), 'backfill')
    await audit(tx).write({
      actor,
      action: 'project.removed',
      subject: `asset ${before.asset_name}`,
      details: { table: before.table_name },
    })
  })
}

export async function sendHeld(
  database: Database,
  id: number,
  answer: Existing,
  actor: Actor,
): Promise<void> {
  const before = await readPairing(database, id)
  await database.transaction(async (tx) => {
    const released = await pairings(tx).release(before.asset_id, sentBy(answer))
    await requestLooks(tx, released, 'backfill')
    await audit(tx).write({
      actor,
      action: 'project.held-sent',
      subject: `asset ${before.asset_name}`,
      details: { answer, released: released.length },
    })
  })
}

export interface Preview {
  readonly waiting: { readonly total: number; readonly bySeverity: Record<Severity, number> }
  readonly wouldChange: number
  readonly warnings: string[]
}

/** What Save would do, before it is done. */
export async function previewPairing(
  database: Database,
  deps: InstanceDeps,
  integrationId: number,
  wanted: NewProject & { readonly pairingId?: number | undefined },
): Promise<Preview> {
  const table: TableDetail = await readTable(deps, integrationId, wanted.table)
  const mapping = mappingOf(wanted.mapping, table)
  const store = pairings(database.kysely)
  const counted = wanted.pairingId === undefined ? await store.waiting(wanted.assetId) : {}
  const bySeverity = Object.fromEntries(SEVERITIES.map((s) => [s, counted[s] ?? 0]))
  const before =
    wanted.pairingId === undefined ? null : await readPairing(database, wanted.pairingId)
  return {
    waiting: {
      total: Object.values(bySeverity).reduce((sum, count) => sum + count, 0),
      bySeverity: bySeverity as Record<Severity, number>,
    },
    wouldChange: before === null ? 0 : await store.wouldChange(before.asset_id, mapping),
    warnings: warningsOf(mapping, table.name),
  }
}

export async function readPairing(database: Database, id: number) {
  const row = await pairings(database.kysely).read(id)
  if (row === null)
    throw notFound(`project ${id}`, 'It may have been removed; the list shows what there is.')
  return row
}

function sentBy(existing: Existing | undefined): readonly Severity[] {
  if (existing === undefined || existing.answer === 'new_only') return []
  return existing.answer === 'send' ? MAPPED_SEVERITIES : existing.severities
}

function pairedAlready(asset: string, table: string) {
  return conflict(
    `The asset ${asset} is paired with ${table} already: an asset has one project.`,
    'Edit that project, or remove it first.',
  )
}

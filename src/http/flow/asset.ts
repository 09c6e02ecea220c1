import type { AssetChanges, AssetFields } from '../../store/asset.ts'
import { assets } from '../../store/asset.ts'
import { audit } from '../../store/audit.ts'
import type { Database } from '../../store/database.ts'
import { isDuplicate } from '../../store/duplicate.ts'
import { history } from '../../store/history.ts'
import { archiveOfAsset, openOfAsset } from '../../store/vulnerability-group.ts'
import type { Actor } from '../../vulnerability/actor.ts'
import { requestLooks } from '../../work/marks.ts'
import { conflict, notFound } from '../problem.ts'

export async function addAsset(database: Database, asset: AssetFields, actor: Actor) {
  return refusingTwins(asset.name, () =>
    database.transaction(async (tx) => {
      const id = await assets(tx).add(asset)
      await audit(tx).write({ actor, action: 'asset.added', subject: asset.name, details: { id } })
      return id
    }),
  )
}

/** A new name is written in the tickets too: each open vulnerability is to be looked at. */
export async function editAsset(
  database: Database,
  id: number,
  changes: AssetChanges,
  actor: Actor,
) {
  await refusingTwins(changes.name ?? '', () =>
    database.transaction(async (tx) => {
      const asset = await assets(tx).find(id)
      if (asset === null) throw notFound(`asset ${id}`)
      await assets(tx).edit(id, changes)
      await audit(tx).write({
        actor,
        action: 'asset.edited',
        subject: asset.name,
        details: { id, changes },
      })
      if (changes.name !== undefined && changes.name !== asset.name) {
        await requestLooks(tx, await openOfAsset(tx, id), 'backfill')
      }
    }),
  )
}

/**
 * Takes its vulnerabilities along. An asset with a project is refused: that its tickets end is for
 * an administrator to say.
 */
export async function archiveAsset(database: Database, id: number, actor: Actor): Promise<void> {
  await database.transaction(async (tx) => {
    const asset = await assets(tx).find(id)
    if (asset === null) throw notFound(`asset ${id}`)
    if (asset.pairing_id !== null) {
      throw conflict(
        `The asset ${asset.name} has a ServiceNow project.`,
        'Remove the project first: Integrations, ServiceNow, the trash icon of its row.',
      )
    }
    if (asset.archived_at !== null) return
    await assets(tx).archive(id)
    const gone = await archiveOfAsset(tx, id)
    await history(tx).write(
      gone.map((vulnerabilityId) => ({
        vulnerabilityId,
        actor,
        kind: 'archived',
        message: `Archived with the asset ${asset.name}`,
      })),
    )
    await requestLooks(tx, gone, 'backfill')
    await audit(tx).write({ actor, action: 'asset.archived', subject: asset.name, details: { id } })
  })
}

async function refusingTwins<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isDuplicate(error, 'asset_name')) throw error
    throw conflict(`There is an asset named ${name} already.`, 'Choose another name.')
  }
}

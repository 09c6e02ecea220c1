import { z } from 'zod'

import { AssetPage, AssetView } from '../http/schema/asset.ts'
import type { Api } from './api.ts'
import { CommandFailure, EXIT } from './failure.ts'

const Named = AssetView.pick({ id: true, name: true })
const Page = z.object({ items: z.array(Named), next: AssetPage.shape.next })

export type Asset = z.output<typeof Named>

/** The asset of exactly this name; made, where that is possible and wished and there is none. */
export async function assetNamed(api: Api, name: string, create?: boolean): Promise<Asset> {
  const found = await find(api, name)
  if (found !== null) return found
  if (create !== true) {
    throw new CommandFailure(`there is no asset named "${name}"`, {
      exitCode: EXIT.usage,
      remedy: create === undefined ? 'Check the name.' : 'Check the name, or add --create-asset.',
    })
  }
  const content = JSON.stringify({ name })
  const body = { type: 'application/json', size: Buffer.byteLength(content), content }
  try {
    return await api.post('/assets', body, Named)
  } catch (error) {
    // Of two builds that begin at once, both find none and one makes it.
    const made = await find(api, name)
    if (made !== null) return made
    throw error
  }
}

/** A search finds parts of names too; names that differ in case only cannot both be there. */
async function find(api: Api, name: string): Promise<Asset | null> {
  let cursor: string | null = null
  do {
    const query: URLSearchParams = new URLSearchParams({ search: name, limit: '200' })
    if (cursor !== null) query.set('cursor', cursor)
    const page: z.output<typeof Page> = await api.get(`/assets?${query.toString()}`, Page)
    for (const asset of page.items) {
      if (asset.name === name) return asset
      if (asset.name.toLowerCase() !== name.toLowerCase()) continue
      throw new CommandFailure(`there is no asset named "${name}", but one named "${asset.name}"`, {
        exitCode: EXIT.usage,
        remedy: 'Write the name as it is there.',
      })
    }
    cursor = page.next
  } while (cursor !== null)
  return null
}

import { keep } from '../../app/search.ts'

export interface AssetSearch {
  readonly search?: string
  readonly unpaired?: 'true'
  readonly archived?: 'true'
  readonly sort?: string
  readonly direction?: string
  readonly cursor?: string
}

export function parseAssetSearch(raw: Record<string, unknown>): AssetSearch {
  return {
    ...keep(raw, ['search', 'sort', 'direction', 'cursor']),
    ...(raw['unpaired'] === 'true' && { unpaired: 'true' }),
    ...(raw['archived'] === 'true' && { archived: 'true' }),
  }
}

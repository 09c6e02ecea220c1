import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import type { AssetPage, AssetView } from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'
import { polling } from '../../app/polling.ts'
import type { AssetSearch } from './asset-search.ts'

export const PAGE_SIZE = 50

export const assetsQuery = (search: AssetSearch) =>
  queryOptions({
    queryKey: ['assets', search],
    queryFn: ({ signal }) => api.get<AssetPage>('/assets', { ...search, limit: PAGE_SIZE }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: polling(5_000),
  })

/** For choosing one: as many as a list can usefully show; typing narrows it. */
export const assetChoicesQuery = (search: string, unpaired: boolean) =>
  queryOptions({
    queryKey: ['assets', 'choices', search, unpaired],
    queryFn: ({ signal }) =>
      api.get<AssetPage>('/assets', { search, unpaired: unpaired || null, limit: 50 }, signal),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  })

export const assetQuery = (id: string) =>
  queryOptions({
    queryKey: ['asset', id],
    queryFn: ({ signal }) => api.get<AssetView>(`/assets/${id}`, {}, signal),
    refetchInterval: polling(5_000),
  })

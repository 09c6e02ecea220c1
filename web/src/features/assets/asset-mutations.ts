import { useMutation, useQueryClient } from '@tanstack/react-query'

import type { AssetEdit, AssetView, NewAsset } from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'
import { assetQuery } from './asset-queries.ts'

export function useCreateAsset() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: NewAsset) => api.post<AssetView>('/assets', input),
    onSuccess: () => client.invalidateQueries({ queryKey: ['assets'] }),
  })
}

export function useEditAsset(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (edit: AssetEdit) => api.patch<AssetView>(`/assets/${id}`, edit),
    async onSuccess(asset) {
      client.setQueryData(assetQuery(String(id)).queryKey, asset)
      await client.invalidateQueries({ queryKey: ['assets'] })
    },
  })
}

export function useArchiveAsset(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post(`/assets/${id}/archive`),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['asset', String(id)] })
      await client.invalidateQueries({ queryKey: ['assets'] })
    },
  })
}

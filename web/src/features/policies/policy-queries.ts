import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { AssetPolicyView, PolicyView } from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'
import { told } from '../../ui/notify.ts'

export const policyQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => api.get<PolicyView>('/policies', {}, signal),
})

export const assetPolicyQuery = (assetId: number) =>
  queryOptions({
    queryKey: ['policies', assetId],
    queryFn: ({ signal }) => api.get<AssetPolicyView>(`/assets/${assetId}/policy`, {}, signal),
  })

export function useSavePolicy() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (policy: PolicyView) => api.put<PolicyView>('/policies', policy),
    onSuccess(saved) {
      client.setQueryData(policyQuery.queryKey, saved)
      told('Policies saved')
    },
  })
}

/** Null: the asset goes back to the general policy. */
export function useSaveAssetPolicy(assetId: number) {
  const client = useQueryClient()
  const path = `/assets/${assetId}/policy`
  return useMutation({
    mutationFn: (policy: AssetPolicyView['policy'] | null) =>
      policy === null ? api.delete<AssetPolicyView>(path) : api.put<AssetPolicyView>(path, policy),
    onSuccess(saved) {
      client.setQueryData(assetPolicyQuery(assetId).queryKey, saved)
      told(saved.own ? 'The asset has its own policy' : 'The asset follows the general policy')
    },
  })
}

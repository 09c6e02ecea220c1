import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { PolicyView } from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'
import { told } from '../../ui/notify.ts'

export const policyQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => api.get<PolicyView>('/policies', {}, signal),
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

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type {
  ApiKeyList,
  CreatedApiKey,
  NewApiKey,
  PasswordChange,
} from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => api.get<ApiKeyList>('/api-keys', {}, signal),
})

export function useChangePassword() {
  return useMutation({
    mutationFn: (change: PasswordChange) => api.post<void>('/me/password', change),
  })
}

export function useCreateApiKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (key: NewApiKey) => api.post<CreatedApiKey>('/api-keys', key),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
}

export function useRevokeApiKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api-keys/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
}

import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'

import type { Me, SetupState } from '../../../src/http/contract.ts'
import { api } from './api.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/me', {}, signal),
  staleTime: 60_000,
})

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => api.get<SetupState>('/setup'),
})

/** Who is signed in. Only under the shell, whose route has made sure of it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

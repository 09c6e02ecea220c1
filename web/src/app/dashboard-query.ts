import { queryOptions } from '@tanstack/react-query'

import type { DashboardView } from '../../../src/http/contract.ts'
import { api } from './api.ts'

/** Shared by the dashboard and the shell's banner, so that both tell the same. */
export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: ({ signal }) => api.get<DashboardView>('/dashboard', {}, signal),
  refetchInterval: 5_000,
})

import { queryOptions } from '@tanstack/react-query'

import type { DashboardView } from '../../../src/http/contract.ts'
import { api } from './api.ts'
import { polling } from './polling.ts'

/** Shared by the dashboard and the shell's banner, so that both tell the same. */
export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: ({ signal }) => api.get<DashboardView>('/dashboard', {}, signal),
  refetchInterval: polling(5_000),
})

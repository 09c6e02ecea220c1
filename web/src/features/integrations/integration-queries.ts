import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type {
  CheckResult,
  IntegrationEdit,
  IntegrationList,
  IntegrationView,
  LoginCallback,
  LoginStart,
  NewIntegration,
  ReferenceList,
  TableDetail,
  TableList,
} from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'

export const integrationsQuery = queryOptions({
  queryKey: ['integrations'],
  queryFn: ({ signal }) => api.get<IntegrationList>('/integrations', {}, signal),
})

/** Read live from the instance, which takes a while: not asked again with every opened form. */
export const tablesQuery = (integrationId: number) =>
  queryOptions({
    queryKey: ['tables', integrationId],
    queryFn: ({ signal }) =>
      api.get<TableList>(`/integrations/${integrationId}/tables`, {}, signal),
    staleTime: 60_000,
  })

/** Never from the cache alone: a lookup changed in ServiceNow shows in the next opened form. */
export const tableQuery = (integrationId: number, table: string) =>
  queryOptions({
    queryKey: ['table', integrationId, table],
    queryFn: ({ signal }) =>
      api.get<TableDetail>(`/integrations/${integrationId}/tables/${table}`, {}, signal),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

/** Records whose name holds `search`. */
export const referencesQuery = (integrationId: number, table: string, search: string) =>
  queryOptions({
    queryKey: ['references', integrationId, table, search],
    queryFn: ({ signal }) =>
      api.get<ReferenceList>(
        `/integrations/${integrationId}/references`,
        { table, search },
        signal,
      ),
    staleTime: 60_000,
    retry: false,
  })

/** The record with that sys_id: none or one. */
export const referenceQuery = (integrationId: number, table: string, sysId: string) =>
  queryOptions({
    queryKey: ['reference', integrationId, table, sysId],
    queryFn: ({ signal }) =>
      api.get<ReferenceList>(`/integrations/${integrationId}/references`, { table, sysId }, signal),
    staleTime: 60_000,
    retry: false,
  })

/** Saves what was entered, then asks where to send the browser for the log-in. */
export function useStartLogin(existing: IntegrationView | undefined) {
  const refresh = useRefreshIntegrations()
  return useMutation({
    async mutationFn(entered: NewIntegration) {
      const { id } = await saveLogin(existing, entered)
      return api.post<LoginStart>(`/integrations/${id}/login`, {})
    },
    // Also after a failure: the integration may have been saved before the log-in was refused.
    onSettled: refresh,
  })
}

function saveLogin(existing: IntegrationView | undefined, entered: NewIntegration) {
  if (existing === undefined) return api.post<IntegrationView>('/integrations', entered)
  const edit: IntegrationEdit = {
    clientId: entered.clientId,
    ...(entered.clientSecret !== '' && { clientSecret: entered.clientSecret }),
  }
  return api.patch<IntegrationView>(`/integrations/${existing.id}`, edit)
}

export function useLogInAgain(integrationId: number) {
  return useMutation({
    mutationFn: () => api.post<LoginStart>(`/integrations/${integrationId}/login`, {}),
    onSuccess: ({ authorizationUrl }) => window.location.assign(authorizationUrl),
  })
}

/** Both StrictMode and a second look at the page ask the cache: the code travels once. */
export const callbackQuery = (arrival: LoginCallback) =>
  queryOptions({
    queryKey: ['login-callback', arrival],
    queryFn: () => api.post<IntegrationView>('/integrations/callback', arrival),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
    refetchOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

export function useEditIntegration(integrationId: number) {
  const refresh = useRefreshIntegrations()
  return useMutation({
    mutationFn: (edit: IntegrationEdit) =>
      api.patch<IntegrationView>(`/integrations/${integrationId}`, edit),
    onSuccess: refresh,
  })
}

export function useRemoveIntegration(integrationId: number) {
  const refresh = useRefreshIntegrations()
  return useMutation({
    mutationFn: (confirm: string) => api.delete(`/integrations/${integrationId}`, { confirm }),
    onSuccess: refresh,
  })
}

export function useCheckConnection(integrationId: number) {
  const refresh = useRefreshIntegrations()
  return useMutation({
    mutationFn: () => api.post<CheckResult>(`/integrations/${integrationId}/check`, {}),
    onSettled: refresh,
  })
}

function useRefreshIntegrations() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: integrationsQuery.queryKey })
}

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type {
  AuditPage,
  Invitation,
  OneTimeLink,
  PersonEdit,
  PersonList,
  PersonView,
} from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => api.get<PersonList>('/people', {}, signal),
})

export const auditQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: ['audit', cursor ?? ''],
    queryFn: ({ signal }) => api.get<AuditPage>('/audit', { cursor, limit: 50 }, signal),
  })

export function useInvite() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (invitation: Invitation) =>
      api.post<OneTimeLink>('/people/invitations', invitation),
    onSuccess: refresh,
  })
}

export function useEditPerson() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, ...edit }: PersonEdit & { id: string }) =>
      api.patch<PersonView>(`/people/${encodeURIComponent(id)}`, edit),
    onSuccess: refresh,
  })
}

export function useResetLink() {
  return useMutation({
    mutationFn: (id: string) =>
      api.post<OneTimeLink>(`/people/${encodeURIComponent(id)}/reset-link`, {}),
  })
}

function useRefresh() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: peopleQuery.queryKey })
}

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'

import type { LinkState, LinkUse, Me, SetupRequest } from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'
import { meQuery, setupQuery } from '../../app/session.ts'

export const linkQuery = (token: string) =>
  queryOptions({
    queryKey: ['link', token],
    queryFn: () => api.get<LinkState>(`/links/${encodeURIComponent(token)}`),
    staleTime: Infinity,
  })

export function useSignIn(next: string | undefined) {
  const enter = useEnter(next)
  return useMutation({
    mutationFn: (credentials: { email: string; password: string }) =>
      api.post('/auth/sign-in/email', credentials),
    onSuccess: enter,
  })
}

export function useSetUp() {
  const enter = useEnter(undefined)
  return useMutation({
    mutationFn: (request: SetupRequest) => api.post<Me>('/setup', request),
    onSuccess: enter,
  })
}

export function useLink(token: string) {
  const enter = useEnter(undefined)
  return useMutation({
    mutationFn: (use: LinkUse) => api.post<Me>(`/links/${encodeURIComponent(token)}`, use),
    onSuccess: enter,
  })
}

/** Signed in: whatever another person has left in the cache is forgotten first. */
function useEnter(next: string | undefined) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    client.clear()
    client.setQueryData(setupQuery.queryKey, { needed: false })
    await client.prefetchQuery(meQuery)
    await navigate({ href: ownPath(next), replace: true })
  }
}

/** Only a path of our own: a link to the sign-in page must not lead elsewhere. */
export function ownPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/'
}

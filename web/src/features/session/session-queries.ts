import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'

import type { LinkState, LinkUse, Me, SetupRequest } from '../../../../src/http/contract.ts'
import { api, ApiError } from '../../app/api.ts'
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
      api.post('/auth/sign-in/email', credentials).catch(inOurWords),
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

/** better-auth answers in codes; people get what to do. */
function inOurWords(error: unknown): never {
  if (!(error instanceof ApiError)) throw error
  const words = WORDS[error.status]
  throw words === undefined
    ? error
    : new ApiError({ type: 'about:blank', status: error.status, ...words }, { cause: error })
}

const WRONG = {
  title: 'E-mail or password is wrong',
  detail: 'Check both and try again.',
  remedy: 'Forgotten your password? An administrator can make you a link to set a new one.',
}

const WORDS: Record<number, { title: string; detail: string; remedy?: string }> = {
  400: WRONG,
  401: WRONG,
  403: {
    title: 'Signing in was refused',
    detail: 'The account may be disabled, or this is not the address Lockstep is run under.',
    remedy: 'Ask an administrator to enable the account, or open the address in PUBLIC_URL.',
  },
  429: {
    title: 'Too many attempts',
    detail: 'Signing in is paused for a moment, to protect the accounts.',
    remedy: 'Wait a minute, then try again.',
  },
}

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type {
  AssetPage,
  ExistingAnswer,
  NewPairing,
  PairingEdit,
  PairingList,
  PairingPreview,
  PairingPreviewRequest,
  PairingView,
} from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'
import { polling } from '../../app/polling.ts'

/** Asked every 2 s while something is being sent, else as often as the other lists. */
export const pairingsQuery = (integrationId: number) =>
  queryOptions({
    queryKey: ['pairings', integrationId],
    queryFn: ({ signal }) =>
      api.get<PairingList>(`/integrations/${integrationId}/pairings`, {}, signal),
    refetchInterval: polling<PairingList>((data) => (data?.items.some(isSending) ? 2_000 : 5_000)),
  })

export function isSending({ progress }: PairingView): boolean {
  const { wanted, sent, held, refused } = progress
  return sent + held + refused < wanted
}

/** Assets that have no project yet: one can't have two. */
export const unpairedAssetsQuery = (search: string) =>
  queryOptions({
    queryKey: ['assets', 'unpaired', search],
    queryFn: ({ signal }) =>
      api.get<AssetPage>('/assets', { unpaired: true, search, limit: 50 }, signal),
  })

export function usePreview(integrationId: number) {
  return useMutation({
    mutationFn: (request: PairingPreviewRequest) =>
      api.post<PairingPreview>(`/integrations/${integrationId}/pairings/preview`, request),
  })
}

export function useSavePairing(integrationId: number) {
  const refresh = useRefreshPairings()
  return useMutation({
    mutationFn: (save: SavePairing) =>
      save.kind === 'new'
        ? api.post<PairingView>(`/integrations/${integrationId}/pairings`, save.pairing)
        : api.put<PairingView>(`/pairings/${save.id}`, save.edit),
    onSuccess: refresh,
  })
}

export type SavePairing =
  | { readonly kind: 'new'; readonly pairing: NewPairing }
  | { readonly kind: 'edit'; readonly id: number; readonly edit: PairingEdit }

export function useRemovePairing(id: number) {
  const refresh = useRefreshPairings()
  return useMutation({
    mutationFn: (confirm: string) => api.delete(`/pairings/${id}`, { confirm }),
    onSuccess: refresh,
  })
}

export function useSendHeld(id: number) {
  const refresh = useRefreshPairings()
  return useMutation({
    mutationFn: (answer: ExistingAnswer) =>
      api.post<PairingView>(`/pairings/${id}/send-held`, answer),
    onSuccess: refresh,
  })
}

/** A project changes what assets, vulnerabilities and the integration say about themselves. */
function useRefreshPairings() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      ['pairings', 'integrations', 'assets', 'vulnerabilities'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    )
}

import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { ImportPage, ImportView, TicketAnswer } from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'
import { polling } from '../../app/polling.ts'
import { told } from '../../ui/notify.ts'

export const PAGE_SIZE = 20

export const importsQuery = (assetId: string, cursor?: string) =>
  queryOptions({
    queryKey: ['imports', assetId, cursor],
    queryFn: ({ signal }) =>
      api.get<ImportPage>('/imports', { assetId, cursor, limit: PAGE_SIZE }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: polling(5_000),
  })

/** Those whose tickets wait for somebody's word. */
export const askingImportsQuery = queryOptions({
  queryKey: ['imports', 'asking'],
  queryFn: ({ signal }) => api.get<ImportPage>('/imports', { question: 'open', limit: 5 }, signal),
  refetchInterval: polling(5_000),
})

export const importQuery = (id: number) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => api.get<ImportView>(`/imports/${id}`, {}, signal),
    refetchInterval: polling<ImportView>((data) => (data && isOver(data) ? false : 700)),
  })

export function isOver({ state }: ImportView): boolean {
  return state === 'applied' || state === 'rehearsed' || state === 'failed'
}

/** Says what becomes of the tickets that an import holds. */
export function useAnswerTickets(importId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (answer: TicketAnswer) =>
      api.post<ImportView>(`/imports/${importId}/tickets`, answer),
    async onSuccess(answered, { answer }) {
      told(answer === 'hold' ? 'The tickets stay held' : 'Sending has begun')
      client.setQueryData(importQuery(importId).queryKey, answered)
      await refreshAfterImport(client)
    },
  })
}

/** An import changes what nearly every page says. */
export function refreshAfterImport(client: ReturnType<typeof useQueryClient>) {
  return Promise.all(
    ['imports', 'asset', 'assets', 'vulnerabilities', 'dashboard'].map((key) =>
      client.invalidateQueries({ queryKey: [key] }),
    ),
  )
}

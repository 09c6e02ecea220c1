import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import type { DeliveryList } from '../../../../src/http/contract.ts'
import { api } from '../../app/api.ts'
import { polling } from '../../app/polling.ts'
import { apiFilters, type DeliverySearch } from './delivery-search.ts'

/** Asked again while the page is open: a log that stands still tells nothing. */
export const deliveriesQuery = (integrationId: number, search: DeliverySearch) => {
  const filters = apiFilters(search)
  return queryOptions({
    queryKey: ['deliveries', integrationId, filters],
    queryFn: ({ signal }) =>
      api.get<DeliveryList>(`/integrations/${integrationId}/deliveries`, filters, signal),
    refetchInterval: polling(3_000),
    placeholderData: keepPreviousData,
  })
}

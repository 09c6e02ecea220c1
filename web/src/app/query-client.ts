import { QueryCache, QueryClient } from '@tanstack/react-query'

import { ApiError } from './api.ts'
import { meQuery } from './session.ts'

/** A session that ended shows as a 401 of any query; it is told once, from here. */
export function createQueryClient({ onSignedOut }: { onSignedOut: () => void }): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError(error, query) {
        const signedOut = error instanceof ApiError && error.status === 401
        if (!signedOut || query.queryKey[0] === meQuery.queryKey[0]) return
        client.removeQueries({ queryKey: meQuery.queryKey })
        onSignedOut()
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        // A refusal stays a refusal; only silence and failures of the server are worth another try.
        retry: (count, error) => count < 2 && !(error instanceof ApiError && error.isRefusal),
        retryDelay: (count) => 500 * 2 ** count,
      },
    },
  })
  return client
}

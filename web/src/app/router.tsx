import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'

import { assetRoutes } from '../features/assets/routes.tsx'
import { dashboardRoutes } from '../features/dashboard/routes.tsx'
import { deliveryRoutes } from '../features/deliveries/routes.tsx'
import { importRoutes } from '../features/imports/routes.tsx'
import { integrationRoutes } from '../features/integrations/routes.tsx'
import { peopleRoutes } from '../features/people/routes.tsx'
import { policyRoutes } from '../features/policies/routes.tsx'
import { sessionRoutes } from '../features/session/routes.tsx'
import { vulnerabilityRoutes } from '../features/vulnerabilities/routes.tsx'
import { rootRoute, shellRoute } from './parents.tsx'
import { RouteError, RoutePending } from './route-fallbacks.tsx'

const routeTree = rootRoute.addChildren([
  shellRoute.addChildren([
    ...dashboardRoutes,
    ...assetRoutes,
    ...importRoutes,
    ...vulnerabilityRoutes,
    ...integrationRoutes,
    ...deliveryRoutes,
    ...policyRoutes,
    ...peopleRoutes,
  ]),
  ...sessionRoutes,
])

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    basepath: '/spa',
    context: { queryClient },
    defaultPreload: 'intent',
    // The query cache decides what is fresh.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: RouteError,
    defaultPendingComponent: RoutePending,
    // Every value of the URL's query stays a string: `?status=IDENTIFIED,IN_PROGRESS&asset=3`.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch,
  })
}

function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') params.set(name, value)
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}

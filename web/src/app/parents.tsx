/** The two routes that features hang theirs on: `rootRoute` bare, `shellRoute` for signed-in people. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router'

import { ApiError } from './api.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { BareRouteError } from './route-fallbacks.tsx'
import { meQuery, setupQuery } from './session.ts'
import { Shell } from './shell.tsx'

export interface RouterContext {
  readonly queryClient: QueryClient
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
})

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  errorComponent: BareRouteError,
  async beforeLoad({ context: { queryClient }, location }): Promise<void> {
    try {
      await queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      const { needed } = await queryClient.fetchQuery(setupQuery)
      if (needed) throw redirect({ to: '/setup' })
      throw redirect({ to: '/sign-in', search: { next: location.href } })
    }
  },
})

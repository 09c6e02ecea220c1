import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { rootRoute } from '../../app/parents.tsx'
import { keep } from '../../app/search.ts'

export interface SignInSearch {
  /** Where to go afterwards; a path of our own, as the router writes it. */
  readonly next?: string
}

export interface SetupSearch {
  /** Of the one-time link that Lockstep prints at its first start. */
  readonly token?: string
}

export const sessionRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sign-in',
    validateSearch: (raw: Record<string, unknown>): SignInSearch => keep(raw, ['next']),
    component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/setup',
    validateSearch: (raw: Record<string, unknown>): SetupSearch => keep(raw, ['token']),
    component: lazyRouteComponent(() => import('./setup-page.tsx'), 'SetupPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/link/$token',
    component: lazyRouteComponent(() => import('./link-page.tsx'), 'LinkPage'),
  }),
] as const

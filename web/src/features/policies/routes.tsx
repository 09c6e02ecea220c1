import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { shellRoute } from '../../app/parents.tsx'

export const policyRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/policies',
    component: lazyRouteComponent(() => import('./policies-page.tsx'), 'PoliciesPage'),
  }),
] as const

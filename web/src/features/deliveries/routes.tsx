import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { shellRoute } from '../../app/parents.tsx'

export const deliveryRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/integrations/servicenow/deliveries',
    component: lazyRouteComponent(() => import('./deliveries-page.tsx'), 'DeliveriesPage'),
  }),
] as const

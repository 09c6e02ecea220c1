import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { shellRoute } from '../../app/parents.tsx'
import { keep } from '../../app/search.ts'
import type { DeliverySearch } from './delivery-search.ts'

export const deliveryRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/integrations/servicenow/deliveries',
    validateSearch: (raw: Record<string, unknown>): DeliverySearch =>
      keep(raw, ['integration', 'search', 'level', 'from', 'to']),
    component: lazyRouteComponent(() => import('./deliveries-page.tsx'), 'DeliveriesPage'),
  }),
] as const

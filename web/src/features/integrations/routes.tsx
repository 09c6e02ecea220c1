import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { shellRoute } from '../../app/parents.tsx'

export const integrationRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/integrations',
    component: lazyRouteComponent(() => import('./integrations-page.tsx'), 'IntegrationsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/integrations/servicenow',
    component: lazyRouteComponent(() => import('./servicenow-page.tsx'), 'ServiceNowPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/callback/servicenow',
    component: lazyRouteComponent(() => import('./callback-page.tsx'), 'CallbackPage'),
  }),
] as const

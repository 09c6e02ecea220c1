import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { keep } from '../../app/search.ts'
import { shellRoute } from '../../app/parents.tsx'

export interface ServiceNowSearch {
  /** Which of several instances; without it the one, or a list. `new` connects another. */
  readonly integration?: string
  readonly step?: string
  /** The open project form: `new` or a project's id. */
  readonly project?: string
}

export const integrationRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/integrations',
    component: lazyRouteComponent(() => import('./integrations-page.tsx'), 'IntegrationsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/integrations/servicenow',
    validateSearch: (raw: Record<string, unknown>): ServiceNowSearch =>
      keep(raw, ['integration', 'step', 'project']),
    component: lazyRouteComponent(() => import('./servicenow-page.tsx'), 'ServiceNowPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/callback/servicenow',
    component: lazyRouteComponent(() => import('./callback-page.tsx'), 'CallbackPage'),
  }),
] as const

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { shellRoute } from '../../app/parents.tsx'
import { parseTab, parseVulnerabilitySearch } from './vulnerability-search.ts'

export const vulnerabilityRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/vulnerabilities',
    validateSearch: parseVulnerabilitySearch,
    component: lazyRouteComponent(
      () => import('./vulnerabilities-page.tsx'),
      'VulnerabilitiesPage',
    ),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/vulnerabilities/$vulnerabilityId',
    validateSearch: parseTab,
    component: lazyRouteComponent(() => import('./vulnerability-page.tsx'), 'VulnerabilityPage'),
  }),
] as const

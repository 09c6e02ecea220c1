import type { Routes } from '../deps.ts'
import { apiKeyRoutes } from './api-key-routes.ts'
import { assetRoutes } from './asset-routes.ts'
import { assetSummaryRoutes } from './asset-summary-routes.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { dashboardRoutes } from './dashboard-routes.ts'
import { historyRoutes } from './history-routes.ts'
import { importRoutes } from './import-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { policyRoutes } from './policy-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { vulnerabilityListRoutes } from './vulnerability-list-routes.ts'
import { vulnerabilityRoutes } from './vulnerability-routes.ts'

/** What is under /api/v1 whatever else the app brings. */
export const ROUTES: readonly Routes[] = [
  sessionRoutes,
  peopleRoutes,
  apiKeyRoutes,
  assetRoutes,
  assetSummaryRoutes,
  vulnerabilityListRoutes,
  vulnerabilityRoutes,
  bulkRoutes,
  historyRoutes,
  importRoutes,
  policyRoutes,
  dashboardRoutes,
]

import type { Routes } from '../deps.ts'
import { assetRoutes } from './asset-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { vulnerabilityListRoutes } from './vulnerability-list-routes.ts'

/** What is under /api/v1 whatever else the app brings. */
export const ROUTES: readonly Routes[] = [sessionRoutes, assetRoutes, vulnerabilityListRoutes]

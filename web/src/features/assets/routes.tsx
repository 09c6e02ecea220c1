import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { shellRoute } from '../../app/parents.tsx'
import { parseAssetSearch } from './asset-search.ts'

export const assetRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/assets',
    validateSearch: parseAssetSearch,
    component: lazyRouteComponent(() => import('./assets-page.tsx'), 'AssetsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/assets/$assetId',
    component: lazyRouteComponent(() => import('./asset-page.tsx'), 'AssetPage'),
  }),
] as const

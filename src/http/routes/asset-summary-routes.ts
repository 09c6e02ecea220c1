import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { assets } from '../../store/asset.ts'
import type { RouteDeps } from '../deps.ts'
import { notFound } from '../problem.ts'
import { AssetSummary } from '../schema/asset.ts'
import { ById } from '../schema/common.ts'
import { viewAssetSummary } from '../view/asset-summary.ts'

export function assetSummaryRoutes({ database }: RouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/assets/:id/summary',
      {
        config: { who: 'view' },
        schema: {
          operationId: 'readAssetSummary',
          tags: ['Assets'],
          summary:
            'Where an asset stands: what is open, its tickets, its last imports, its project',
          params: ById,
          response: { 200: AssetSummary },
        },
      },
      async ({ params: { id } }) => {
        const asset = await assets(database.kysely).find(id)
        if (asset === null) throw notFound(`asset ${id}`)
        return viewAssetSummary(database.kysely, { id, name: asset.name })
      },
    )
  }
}

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { RouteDeps } from '../deps.ts'
import { DashboardView } from '../schema/operations.ts'
import { viewDashboard } from '../view/dashboard.ts'

export function dashboardRoutes({ database }: RouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/dashboard',
      {
        config: { who: 'view' },
        schema: {
          operationId: 'readDashboard',
          tags: ['Dashboard'],
          summary: 'Numbers over everything',
          response: { 200: DashboardView },
        },
      },
      async () => viewDashboard(database.kysely),
    )
  }
}

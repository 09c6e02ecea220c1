import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { deliveries } from '../../store/delivery.ts'
import { history } from '../../store/history.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { RouteDeps } from '../deps.ts'
import { ById, Paging } from '../schema/common.ts'
import { DeliveryList, DeliveryQuery } from '../schema/operations.ts'
import { HistoryPage } from '../schema/vulnerability.ts'
import { deliveryView, historyEntry } from '../view/log-lines.ts'

/** What happened to a vulnerability; and what the sync did, for administrators. */
export function historyRoutes({ database }: RouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/vulnerabilities/:id/history',
      {
        config: { who: 'view' },
        schema: {
          operationId: 'readHistory',
          tags: ['Vulnerabilities'],
          summary: 'The timeline of a vulnerability, newest first',
          params: ById,
          querystring: Paging,
          response: { 200: HistoryPage },
        },
      },
      async ({ params, query }) => {
        const list = `history:${params.id}`
        const before = readCursor(list, query.cursor)?.id
        const rows = await history(database.kysely).page(params.id, query.limit + 1, before)
        return pageOf(list, rows, query.limit, ({ id }) => ({ key: '', id }), historyEntry)
      },
    )
    app.get(
      '/vulnerabilities/:id/deliveries',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'listDeliveriesOfVulnerability',
          tags: ['Vulnerabilities'],
          summary: 'What the sync did with a vulnerability, newest first',
          params: ById,
          response: { 200: DeliveryList },
        },
      },
      async ({ params }) => {
        const rows = await deliveries(database.kysely).last({ vulnerabilityId: params.id })
        return { items: rows.map(deliveryView) }
      },
    )
    app.get(
      '/integrations/:id/deliveries',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'listDeliveries',
          tags: ['Integrations'],
          summary: 'Recent deliveries: the last 1,000 events, newest first',
          params: ById,
          querystring: DeliveryQuery,
          response: { 200: DeliveryList },
        },
      },
      async ({ params, query }) => {
        const filter = { ...query, integrationId: params.id }
        const rows = await deliveries(database.kysely).last(filter)
        return { items: rows.map(deliveryView) }
      },
    )
  }
}

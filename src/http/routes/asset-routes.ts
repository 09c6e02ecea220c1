import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { assets } from '../../store/asset.ts'
import { counts } from '../../store/count.ts'
import type { Executor } from '../../store/database.ts'
import { actorOf } from '../caller.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { RouteDeps } from '../deps.ts'
import { addAsset, archiveAsset, editAsset } from '../flow/asset.ts'
import { notFound } from '../problem.ts'
import { AssetEdit, AssetPage, AssetQuery, AssetView, NewAsset } from '../schema/asset.ts'
import { ById } from '../schema/common.ts'
import { assetView } from '../view/asset.ts'

const tags = ['Assets']

export function assetRoutes({ database }: RouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/assets',
      {
        config: { who: 'view' },
        schema: {
          operationId: 'listAssets',
          tags,
          summary: 'List assets',
          querystring: AssetQuery,
          response: { 200: AssetPage },
        },
      },
      async ({ query }) => {
        const { search, unpaired, archived, sort, direction, limit, cursor } = query
        const store = assets(database.kysely)
        const filter = { search, unpaired, archived }
        const list = `assets:${sort}:${direction}`
        const after = readCursor(list, cursor)
        const rows = await store.page(filter, { sort, direction }, limit + 1, after)
        const open = await counts(database.kysely).openOf(rows.map((row) => row.id))
        const total = await store.count(filter)
        const key = (row: (typeof rows)[number]) => ({ key: row.sort_key, id: row.id })
        return { ...pageOf(list, rows, limit, key, (row) => assetView(row, open)), total }
      },
    )
    app.post(
      '/assets',
      {
        config: { who: 'triage' },
        schema: {
          operationId: 'addAsset',
          tags,
          summary: 'Add an asset',
          body: NewAsset,
          response: { 201: AssetView },
        },
      },
      async (request, reply) => {
        const id = await addAsset(database, request.body, actorOf(request))
        return reply.code(201).send(await readAsset(database.kysely, id))
      },
    )
    app.get(
      '/assets/:id',
      {
        config: { who: 'view' },
        schema: {
          operationId: 'readAsset',
          tags,
          summary: 'Read an asset',
          params: ById,
          response: { 200: AssetView },
        },
      },
      async ({ params }) => readAsset(database.kysely, params.id),
    )
    app.patch(
      '/assets/:id',
      {
        config: { who: 'triage' },
        schema: {
          operationId: 'editAsset',
          tags,
          summary: 'Change an asset',
          params: ById,
          body: AssetEdit,
          response: { 200: AssetView },
        },
      },
      async (request) => {
        const { id } = request.params
        await editAsset(database, id, request.body, actorOf(request))
        return readAsset(database.kysely, id)
      },
    )
    app.post(
      '/assets/:id/archive',
      {
        config: { who: 'triage' },
        schema: {
          operationId: 'archiveAsset',
          tags,
          summary: 'Archive an asset with its vulnerabilities; it must have no project',
          params: ById,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await archiveAsset(database, request.params.id, actorOf(request))
        return reply.code(204).send(null)
      },
    )
  }
}

async function readAsset(db: Executor, id: number): Promise<z.output<typeof AssetView>> {
  const row = await assets(db).find(id)
  if (row === null) throw notFound(`asset ${id}`)
  return assetView(row, await counts(db).openOf([id]))
}

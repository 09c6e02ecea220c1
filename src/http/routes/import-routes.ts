import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { z } from 'zod'
import { assets } from '../../store/asset.ts'
import type { Executor } from '../../store/database.ts'
import { importList } from '../../store/import-list.ts'
import { actorOf } from '../caller.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { RouteDeps } from '../deps.ts'
import { answerImport } from '../flow/import-answer.ts'
import { readJsonBodies } from '../json-body.ts'
import { badRequest, notFound } from '../problem.ts'
import { ById } from '../schema/common.ts'
import {
  ImportPage,
  ImportQuery,
  ImportRequest,
  ImportView,
  TicketAnswer,
} from '../schema/import.ts'
import { removeSpooled, spoolUpload } from '../spool-upload.ts'
import { importView } from '../view/import.ts'

const tags = ['Imports']

export function importRoutes(deps: RouteDeps): FastifyPluginAsyncZod {
  const { database, uploadFolder, importReport, limits } = deps
  return async (app) => {
    // A report is a stream here, whatever it calls itself.
    app.removeContentTypeParser('application/json')
    app.addContentTypeParser(['application/json', '*'], (_request, stream, done) =>
      done(null, stream),
    )
    app.post(
      '/imports',
      {
        config: { who: 'triage' },
        // A form is a little larger than the file in it.
        bodyLimit: limits.uploadBytes + 64 * 1024,
        schema: {
          operationId: 'importReport',
          tags,
          summary: 'Import the reports of a scan into an asset; goes on in the background',
          upload: true,
          querystring: ImportRequest,
          response: { 202: ImportView },
        },
      },
      async (request, reply) => {
        const { fileName, scope, tickets, ...wish } = request.query
        await refuseUnknownAsset(database.kysely, wish.assetId)
        const spooled = await spoolUpload(request, uploadFolder, limits.uploadBytes)
        const [only] = spooled
        const isOne = only !== undefined && spooled.length === 1
        const files = isOne ? [{ ...only, name: fileName ?? only.name }] : spooled
        try {
          const said = { ...wish, scope, tickets, actor: actorOf(request) }
          const id = await importReport({ ...said, files })
          return await reply.code(202).send(await readImport(database.kysely, id))
        } catch (error) {
          await removeSpooled(files)
          throw error
        }
      },
    )
    app.get(
      '/imports',
      {
        config: { who: 'view' },
        schema: {
          operationId: 'listImports',
          tags,
          summary: 'Imports, newest first',
          querystring: ImportQuery,
          response: { 200: ImportPage },
        },
      },
      async ({ query }) => {
        const { assetId, question, limit, cursor } = query
        const list = `imports:${assetId ?? ''}:${question ?? ''}`
        const before = readCursor(list, cursor)?.id
        const isAsking = question === 'open'
        const filter = { assetId, isAsking, before }
        const rows = await importList(database.kysely).page(limit + 1, filter)
        return pageOf(list, rows, limit, ({ id }) => ({ key: '', id }), importView)
      },
    )
    app.get(
      '/imports/:id',
      {
        config: { who: 'view' },
        schema: {
          operationId: 'readImport',
          tags,
          summary: 'How far an import is, and what came of it',
          params: ById,
          response: { 200: ImportView },
        },
      },
      async ({ params }) => readImport(database.kysely, params.id),
    )
    app.register(answerRoute(deps))
  }
}

/** By itself: a report's body is a stream, an answer's is JSON. */
function answerRoute({ database }: RouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeAllContentTypeParsers()
    readJsonBodies(app)
    app.post(
      '/imports/:id/tickets',
      {
        config: { who: 'triage' },
        schema: {
          operationId: 'answerImport',
          tags,
          summary: 'Say what becomes of the tickets that an import holds',
          params: ById,
          body: TicketAnswer,
          response: { 200: ImportView },
        },
      },
      async (request) => {
        const { id } = request.params
        const { body } = request
        await database.transaction((tx) => answerImport(tx, id, body, actorOf(request)))
        return readImport(database.kysely, id)
      },
    )
  }
}

async function readImport(db: Executor, id: number): Promise<z.output<typeof ImportView>> {
  const row = await importList(db).find(id)
  if (row === null) throw notFound(`import ${id}`)
  return importView(row)
}

/** Before the upload is read: nobody wants to learn it after 200 MB. */
async function refuseUnknownAsset(db: Executor, id: number): Promise<void> {
  const asset = await assets(db).find(id)
  if (asset !== null && asset.archived_at === null) return
  throw badRequest(`There is no asset ${id}.`, 'Choose an asset from the list.', [
    { pointer: '/assetId', detail: 'no such asset' },
  ])
}

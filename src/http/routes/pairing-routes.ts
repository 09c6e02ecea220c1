import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { pairings } from '../../store/pairing.ts'
import { actorOf } from '../caller.ts'
import type { RouteDeps, Routes } from '../deps.ts'
import {
  addPairing,
  editPairing,
  previewPairing,
  readPairing,
  readTable,
  removePairing,
  sendHeld,
} from '../flow/pairing.ts'
import type { InstanceDeps } from '../instance-deps.ts'
import { ById } from '../schema/common.ts'
import {
  Confirmation,
  ReferenceList,
  ReferenceQuery,
  TableDetail,
  TableList,
} from '../schema/integration.ts'
import {
  ExistingAnswer,
  NewPairing,
  PairingEdit,
  PairingList,
  PairingPreview,
  PairingPreviewRequest,
  PairingView,
} from '../schema/pairing.ts'
import { pairingView } from '../view/pairing.ts'

const tags = ['Projects']
const config = { who: 'configure' } as const
const OfTable = ById.extend({ table: z.string().regex(/^[a-z][a-z0-9_]{0,79}$/) })

export function pairingRoutes(instances: InstanceDeps): Routes {
  return ({ database }: RouteDeps): FastifyPluginAsyncZod => {
    const store = pairings(database.kysely)
    const read = async (id: number) => {
      const row = await readPairing(database, id)
      return pairingView(row, await store.progress([row.asset_id]))
    }
    return async (app) => {
      app.get(
        '/integrations/:id/tables',
        {
          config,
          schema: {
            operationId: 'listTables',
            tags,
            summary: 'Tables that extend task, read from the instance',
            params: ById,
            response: { 200: TableList },
          },
        },
        async ({ params }) => {
          const { discovery } = await instances.reach.open(params.id)
          const items = await discovery.taskTables()
          return { items: items.map((table) => ({ ...table, chain: [...table.chain] })) }
        },
      )
      app.get(
        '/integrations/:id/tables/:table',
        {
          config,
          schema: {
            operationId: 'readTable',
            tags,
            summary: 'States, choices, fields and the priority lookup of a table',
            params: OfTable,
            response: { 200: TableDetail },
          },
        },
        async ({ params }) =>
          TableDetail.parse(await readTable(instances, params.id, params.table)),
      )
      app.get(
        '/integrations/:id/references',
        {
          config,
          schema: {
            operationId: 'listReferences',
            tags,
            summary: 'Records that a reference field can point to, such as groups and people',
            params: ById,
            querystring: ReferenceQuery,
            response: { 200: ReferenceList },
          },
        },
        async ({ params, query: { table, search, sysId } }) => {
          const { discovery } = await instances.reach.open(params.id)
          if (sysId === undefined) return { items: await discovery.references(table, search) }
          const one = await discovery.reference(table, sysId)
          return { items: one === null ? [] : [one] }
        },
      )
      app.get(
        '/integrations/:id/pairings',
        {
          config,
          schema: {
            operationId: 'listProjects',
            tags,
            summary: 'List projects',
            params: ById,
            response: { 200: PairingList },
          },
        },
        async ({ params }) => {
          const rows = await store.list(params.id)
          const progress = await store.progress(rows.map((row) => row.asset_id))
          return { items: rows.map((row) => pairingView(row, progress)) }
        },
      )
      app.post(
        '/integrations/:id/pairings/preview',
        {
          config,
          schema: {
            operationId: 'previewProject',
            tags,
            summary: 'What saving a project would do',
            params: ById,
            body: PairingPreviewRequest,
            response: { 200: PairingPreview },
          },
        },
        async ({ params, body }) => previewPairing(database, instances, params.id, body),
      )
      app.post(
        '/integrations/:id/pairings',
        {
          config,
          schema: {
            operationId: 'addProject',
            tags,
            summary: 'Pair an asset with a table',
            params: ById,
            body: NewPairing,
            response: { 201: PairingView },
          },
        },
        async (request, reply) => {
          const { params, body } = request
          const id = await addPairing(database, instances, params.id, body, actorOf(request))
          return reply.code(201).send(await read(id))
        },
      )
      app.get(
        '/pairings/:id',
        {
          config,
          schema: {
            operationId: 'readProject',
            tags,
            summary: 'Read a project',
            params: ById,
            response: { 200: PairingView },
          },
        },
        async ({ params }) => read(params.id),
      )
      app.put(
        '/pairings/:id',
        {
          config,
          schema: {
            operationId: 'editProject',
            tags,
            summary: "Change a project's mapping",
            params: ById,
            body: PairingEdit,
            response: { 200: PairingView },
          },
        },
        async (request) => {
          const { params, body } = request
          await editPairing(database, instances, params.id, body, actorOf(request))
          return read(params.id)
        },
      )
      app.delete(
        '/pairings/:id',
        {
          config,
          schema: {
            operationId: 'removeProject',
            tags,
            summary: 'Remove a project; its tickets stay',
            params: ById,
            querystring: Confirmation,
            response: { 204: z.null() },
          },
        },
        async (request, reply) => {
          const { id } = request.params
          await removePairing(database, id, request.query.confirm, actorOf(request))
          return reply.code(204).send(null)
        },
      )
      app.post(
        '/pairings/:id/send-held',
        {
          config,
          schema: {
            operationId: 'sendHeld',
            tags,
            summary: 'Answer what happens to held vulnerabilities',
            params: ById,
            body: ExistingAnswer,
            response: { 200: PairingView },
          },
        },
        async (request) => {
          await sendHeld(database, request.params.id, request.body, actorOf(request))
          return read(request.params.id)
        },
      )
    }
  }
}

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { installation } from '../../store/installation.ts'
import { integrations } from '../../store/integration.ts'
import { pairings } from '../../store/pairing.ts'
import { actorOf, callerOf } from '../caller.ts'
import type { RouteDeps, Routes } from '../deps.ts'
import { checkIntegration } from '../flow/check-integration.ts'
import { beginLogin, finishLogin } from '../flow/integration-login.ts'
import {
  addIntegration,
  editIntegration,
  noIntegration,
  removeIntegration,
} from '../flow/integration.ts'
import type { InstanceDeps } from '../instance-deps.ts'
import { must } from '../../lib/must.ts'
import { ById } from '../schema/common.ts'
import {
  CheckResult,
  Confirmation,
  IntegrationEdit,
  IntegrationList,
  IntegrationView,
  LoginCallback,
  LoginStart,
  NewIntegration,
} from '../schema/integration.ts'
import { integrationView } from '../view/integration.ts'

const tags = ['Integrations']
const config = { who: 'configure' } as const

export function integrationRoutes(instances: InstanceDeps): Routes {
  return ({ database }: RouteDeps): FastifyPluginAsyncZod => {
    const store = integrations(database.kysely)
    const view = async (row: NonNullable<Awaited<ReturnType<typeof store.read>>>) => {
      const home = await installation(database.kysely).read()
      const lanes = await instances.lanes.state(row.origin)
      return integrationView(row, lanes, home.creating_stopped)
    }
    const read = async (id: number) => {
      const row = await store.read(id)
      if (row === null) throw noIntegration(id)
      return view(row)
    }
    return async (app) => {
      app.get(
        '/integrations',
        {
          config,
          schema: {
            operationId: 'listIntegrations',
            tags,
            summary: 'List integrations',
            response: { 200: IntegrationList },
          },
        },
        async () => {
          const items = []
          for (const row of await store.list()) {
            items.push(await view(row))
          }
          return { items, redirectUrl: instances.redirectUrl }
        },
      )
      app.post(
        '/integrations',
        {
          config,
          schema: {
            operationId: 'addIntegration',
            tags,
            summary: 'Add an integration',
            body: NewIntegration,
            response: { 201: IntegrationView },
          },
        },
        async (request, reply) => {
          const id = await addIntegration(database, instances, request.body, actorOf(request))
          return reply.code(201).send(await read(id))
        },
      )
      app.get(
        '/integrations/:id',
        {
          config,
          schema: {
            operationId: 'readIntegration',
            tags,
            summary: 'Read an integration',
            params: ById,
            response: { 200: IntegrationView },
          },
        },
        async ({ params }) => read(params.id),
      )
      app.patch(
        '/integrations/:id',
        {
          config,
          schema: {
            operationId: 'editIntegration',
            tags,
            summary: 'Change an integration',
            params: ById,
            body: IntegrationEdit,
            response: { 200: IntegrationView },
          },
        },
        async (request) => {
          const { id } = request.params
          await editIntegration(database, instances, id, request.body, actorOf(request))
          return read(id)
        },
      )
      app.delete(
        '/integrations/:id',
        {
          config,
          schema: {
            operationId: 'removeIntegration',
            tags,
            summary: 'Remove an integration; its tickets stay',
            params: ById,
            querystring: Confirmation,
            response: { 204: z.null() },
          },
        },
        async (request, reply) => {
          const { id } = request.params
          const { confirm } = request.query
          await removeIntegration(database, instances, id, confirm, actorOf(request))
          return reply.code(204).send(null)
        },
      )
      app.post(
        '/integrations/:id/login',
        {
          config: { who: 'configure', session: true },
          schema: {
            operationId: 'beginLogin',
            tags,
            summary: 'Begin a log-in at ServiceNow',
            params: ById,
            response: { 200: LoginStart },
          },
        },
        async (request) => {
          const session = must(callerOf(request).sessionId, 'a session')
          const { id } = request.params
          return { authorizationUrl: await beginLogin(database, instances, id, session) }
        },
      )
      app.post(
        '/integrations/callback',
        {
          config: { who: 'configure', session: true },
          schema: {
            operationId: 'finishLogin',
            tags,
            summary: 'Finish a log-in with what ServiceNow sent back',
            body: LoginCallback,
            response: { 200: IntegrationView },
          },
        },
        async (request) => {
          const session = must(callerOf(request).sessionId, 'a session')
          const { body } = request
          return read(await finishLogin(database, instances, body, session, actorOf(request)))
        },
      )
      app.post(
        '/integrations/:id/check',
        {
          config,
          schema: {
            operationId: 'checkIntegration',
            tags,
            summary: 'Check the connection, step by step',
            params: ById,
            response: { 200: CheckResult },
          },
        },
        async ({ params }) => {
          const row = await store.read(params.id)
          if (row === null) throw noIntegration(params.id)
          const projects = await pairings(database.kysely).list(params.id)
          return checkIntegration(database, instances, row, projects)
        },
      )
    }
  }
}

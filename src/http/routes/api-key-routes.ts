import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { must } from '../../lib/must.ts'
import { apiKeys } from '../../store/api-key.ts'
import { audit } from '../../store/audit.ts'
import { ROLES, ROLE_LABELS } from '../../vulnerability/role.ts'
import { actorOf, callerOf } from '../caller.ts'
import type { RouteDeps } from '../deps.ts'
import { forbidden, notFound } from '../problem.ts'
import { ApiKeyList, CreatedApiKey, NewApiKey } from '../schema/people.ts'
import { apiKeyView } from '../view/person.ts'

const tags = ['API keys']
const DAY_SECONDS = 24 * 60 * 60
const ByKey = z.object({ id: z.string().min(1).max(100) })

/** One's own keys. A key makes no keys: a stolen one must end when it is removed. */
export function apiKeyRoutes({ database, signIn }: RouteDeps): FastifyPluginAsyncZod {
  const { kysely } = database
  return async (app) => {
    app.get(
      '/api-keys',
      {
        config: { who: 'view' },
        schema: {
          operationId: 'listApiKeys',
          tags,
          summary: 'My API keys',
          response: { 200: ApiKeyList },
        },
      },
      async (request) => ({
        items: (await apiKeys(kysely).list(callerOf(request).personId)).map(apiKeyView),
      }),
    )
    app.post(
      '/api-keys',
      {
        config: { who: 'view', session: true },
        schema: {
          operationId: 'addApiKey',
          tags,
          summary: 'Make an API key; it is shown this once',
          body: NewApiKey,
          response: { 201: CreatedApiKey },
        },
      },
      async (request, reply) => {
        const { name, role, expiresInDays } = request.body
        const caller = callerOf(request)
        if (ROLES.indexOf(role) < ROLES.indexOf(caller.role)) {
          throw forbidden(
            `A key cannot be ${ROLE_LABELS[role]} when its owner is ${ROLE_LABELS[caller.role]}.`,
            'Choose your own profile or a lesser one.',
          )
        }
        const made = await signIn.api.createApiKey({
          body: {
            name,
            userId: caller.personId,
            metadata: { role },
            expiresIn: expiresInDays === null ? null : expiresInDays * DAY_SECONDS,
          },
        })
        await audit(kysely).write({
          actor: actorOf(request),
          action: 'api-key.added',
          subject: name,
          details: { role, expiresInDays },
        })
        const keys = await apiKeys(kysely).list(caller.personId)
        const view = apiKeyView(
          must(
            keys.find(({ id }) => id === made.id),
            'the key',
          ),
        )
        return reply.code(201).send({ ...view, key: made.key })
      },
    )
    app.delete(
      '/api-keys/:id',
      {
        config: { who: 'view' },
        schema: {
          operationId: 'removeApiKey',
          tags,
          summary: 'Remove one of my API keys; it stops working at once',
          params: ByKey,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const { personId } = callerOf(request)
        await database.transaction(async (tx) => {
          const name = await apiKeys(tx).remove(personId, id)
          if (name === null) throw notFound(`API key ${id} of yours`)
          const action = 'api-key.removed'
          await audit(tx).write({ actor: actorOf(request), action, subject: name })
        })
        return reply.code(204).send(null)
      },
    )
  }
}

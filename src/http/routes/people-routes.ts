import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { must } from '../../lib/must.ts'
import { people } from '../../store/person.ts'
import { actorOf } from '../caller.ts'
import type { RouteDeps } from '../deps.ts'
import { editPerson, invite, makeNewLink } from '../flow/people.ts'
import { Invitation, OneTimeLink, PersonEdit, PersonList, PersonView } from '../schema/people.ts'
import { personView } from '../view/person.ts'

const tags = ['People']
const ByPerson = z.object({ id: z.string().min(1).max(100) })

export function peopleRoutes({ database, auth, clock }: RouteDeps): FastifyPluginAsyncZod {
  const maker = (request: FastifyRequest) => ({
    actor: actorOf(request),
    publicUrl: auth.publicUrl,
    now: clock(),
  })
  return async (app) => {
    app.get(
      '/people',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'listPeople',
          tags,
          summary: 'Everybody who may come in, or may be about to',
          response: { 200: PersonList },
        },
      },
      async () => ({ items: (await people(database.kysely).list()).map(personView) }),
    )
    app.post(
      '/people/invitations',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'invite',
          tags,
          summary: 'Invite somebody by a link that works once, for 7 days',
          body: Invitation,
          response: { 201: OneTimeLink },
        },
      },
      async (request, reply) => {
        const link = await database.transaction((tx) => invite(tx, request.body, maker(request)))
        return reply.code(201).send(link)
      },
    )
    app.patch(
      '/people/:id',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'editPerson',
          tags,
          summary: 'Change the profile of somebody, disable or enable them',
          params: ByPerson,
          body: PersonEdit,
          response: { 200: PersonView },
        },
      },
      async (request) => {
        const { id } = request.params
        await database.transaction((tx) => editPerson(tx, id, request.body, actorOf(request)))
        return personView(must(await people(database.kysely).find(id), 'the person'))
      },
    )
    app.post(
      '/people/:id/reset-link',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'makeLink',
          tags,
          summary: 'A link to set a new password, for 24 hours; or to accept the invitation',
          params: ByPerson,
          response: { 201: OneTimeLink },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const link = await database.transaction((tx) => makeNewLink(tx, id, maker(request)))
        return reply.code(201).send(link)
      },
    )
  }
}

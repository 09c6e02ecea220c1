import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { isAPIError } from 'better-auth/api'
import { z } from 'zod'
import { people } from '../../store/person.ts'
import { callerOf } from '../caller.ts'
import type { RouteDeps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import {
  LinkState,
  LinkUse,
  Me,
  PasswordChange,
  SetupRequest,
  SetupState,
} from '../schema/people.ts'
import { unlessAway } from '../sign-in/auth.ts'
import { enter } from '../sign-in/enter.ts'
import { passCookies, webHeaders } from '../sign-in/headers.ts'
import { readLink, useLink } from '../sign-in/links.ts'
import { setUp } from '../sign-in/setup.ts'
import { meView } from '../view/person.ts'

const ByToken = z.object({ token: z.string().min(1).max(200) })
const tags = ['Signing in']

/** Who am I; and the ways in that need no password yet. */
export function sessionRoutes(deps: RouteDeps): FastifyPluginAsyncZod {
  const { database, signIn, clock, version } = deps
  const hash = async (password: string) => (await signIn.$context).password.hash(password)

  return async (app) => {
    app.get(
      '/me',
      {
        config: { who: 'view' },
        schema: { operationId: 'whoAmI', tags, summary: 'Who asks', response: { 200: Me } },
      },
      async (request) => {
        const { personId, name, email, role } = callerOf(request)
        return meView({ id: personId, name, email }, role, version)
      },
    )
    app.post(
      '/me/password',
      {
        config: { who: 'view', session: true },
        schema: {
          operationId: 'changePassword',
          tags,
          summary: 'Change my password; ends my other sessions',
          body: PasswordChange,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { email } = callerOf(request)
        await app.guessing.refuse(request, email)
        try {
          const changePassword = signIn.api.changePassword({
            body: {
              currentPassword: request.body.current,
              newPassword: request.body.next,
              revokeOtherSessions: true,
            },
            headers: webHeaders(request),
            returnHeaders: true,
          })
          const { headers } = await unlessAway(database, changePassword)
          passCookies(headers, reply)
        } catch (error) {
          if (!isAPIError(error)) throw error
          await app.guessing.failed(request, email)
          throw wrongPassword()
        }
        return reply.code(204).send(null)
      },
    )
    app.get(
      '/setup',
      {
        config: { who: 'public' },
        schema: {
          operationId: 'isSetupNeeded',
          tags,
          summary: 'Whether the first administrator is still to be made',
          response: { 200: SetupState },
        },
      },
      async () => ({ needed: await people(database.kysely).isEmpty() }),
    )
    app.post(
      '/setup',
      {
        config: { who: 'public' },
        schema: {
          operationId: 'setUp',
          tags,
          summary: 'Make the first administrator with the one-time token, and sign in',
          body: SetupRequest,
          response: { 201: Me },
        },
      },
      async (request, reply) => {
        await app.guessing.refuse(request, 'setup')
        const { email, password } = request.body
        const hashed = await hash(password)
        try {
          await database.transaction((tx) => setUp(tx, request.body, hashed, clock()))
        } catch (error) {
          if (error instanceof HttpProblem) await app.guessing.failed(request, 'setup')
          throw error
        }
        const me = await enter(deps, app.guessing, { email, password }, request, reply)
        return reply.code(201).send(me)
      },
    )
    app.get(
      '/links/:token',
      {
        config: { who: 'public' },
        schema: {
          operationId: 'readLink',
          tags,
          summary: 'What a one-time link is for',
          params: ByToken,
          response: { 200: LinkState },
        },
      },
      async (request) => readLink(database, request.params.token, clock()),
    )
    app.post(
      '/links/:token',
      {
        config: { who: 'public' },
        schema: {
          operationId: 'useLink',
          tags,
          summary: 'Accept an invitation or set a new password, and sign in',
          params: ByToken,
          body: LinkUse,
          response: { 200: Me },
        },
      },
      async (request, reply) => {
        const { token } = request.params
        const { name, password } = request.body
        await app.guessing.refuse(request, 'link')
        await readLink(database, token, clock())
        const use = { hash: await hash(password), name }
        const email = await database.transaction((tx) => useLink(tx, token, use, clock()))
        return enter(deps, app.guessing, { email, password }, request, reply)
      },
    )
  }
}

function wrongPassword(): HttpProblem {
  return new HttpProblem(400, {
    code: 'wrong-password',
    title: 'The present password is wrong',
    detail: 'The password was not changed.',
    remedy: 'Type your present password again.',
    errors: [{ pointer: '/current', detail: 'this is not your present password' }],
  })
}

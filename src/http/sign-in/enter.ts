import type { FastifyReply, FastifyRequest } from 'fastify'
import { isAPIError } from 'better-auth/api'
import { must } from '../../lib/must.ts'
import { people } from '../../store/person.ts'
import type { RouteDeps } from '../deps.ts'
import type { Guessing } from '../limits.ts'
import { HttpProblem, forbidden } from '../problem.ts'
import { meView } from '../view/person.ts'
import { unlessAway } from './auth.ts'
import { passCookies, webHeaders } from './headers.ts'

export interface Credentials {
  readonly email: string
  readonly password: string
}

/** Signs in and answers with who that is. Whether an account exists is not told, nor by timing. */
export async function enter(
  deps: RouteDeps,
  guessing: Guessing,
  credentials: Credentials,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const account = credentials.email.trim().toLowerCase()
  await guessing.refuse(request, account)
  try {
    const signInEmail = deps.signIn.api.signInEmail({
      body: { email: account, password: credentials.password },
      headers: webHeaders(request),
      returnHeaders: true,
    })
    const { headers, response } = await unlessAway(deps.database, signInEmail)
    passCookies(headers, reply)
    const person = must(await people(deps.database.kysely).find(response.user.id), 'the person')
    await people(deps.database.kysely).seen(person)
    return meView(person, person.role, deps.version)
  } catch (error) {
    if (!isAPIError(error)) throw error
    await guessing.failed(request, account)
    throw refusal(error.body?.code)
  }
}

/** Only who knows the password learns that the account is disabled. */
function refusal(code: string | undefined): HttpProblem {
  if (code === 'BANNED_USER') {
    return forbidden('This account is disabled.', 'Ask an administrator to enable it.')
  }
  return new HttpProblem(401, {
    code: 'wrong-credentials',
    title: 'E-mail or password is wrong',
    detail: 'No account fits this e-mail and password.',
    remedy: 'Check both. An administrator can make a link to set a new password.',
  })
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { roleOfKey } from '../../store/api-key.ts'
import { people } from '../../store/person.ts'
import type { PersonRow } from '../../store/person.ts'
import { answers, type Database } from '../../store/database.ts'
import type { Role } from '../../vulnerability/role.ts'
import { PERMISSIONS, ROLES } from '../../vulnerability/role.ts'
import type { Caller } from '../caller.ts'
import { unauthenticated } from '../problem.ts'
import { unlessAway, type Auth } from './auth.ts'
import { passCookies, webHeaders } from './headers.ts'

/** Finds out who asks: by API key if there is one, else by session. Null: nobody. */
export function identifier(auth: Auth, database: Database) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<Caller | null> => {
    const key = request.headers['x-api-key']
    return key === undefined
      ? bySession(auth, database, request, reply)
      : byKey(auth, database, String(key))
  }
}

async function bySession(
  auth: Auth,
  database: Database,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller | null> {
  const { kysely } = database
  if (request.headers.cookie === undefined) return null
  const getSession = auth.api.getSession({ headers: webHeaders(request), returnHeaders: true })
  const { response: found, headers } = await unlessAway(database, getSession)
  passCookies(headers, reply)
  if (found === null) return null
  // Read by ourselves: a role or a disabling must count from the next request on.
  const person = await people(kysely).find(found.user.id)
  if (person === null || person.banned) return null
  await people(kysely).seen(person)
  const actor = { kind: 'person', id: person.id, name: person.name } as const
  return { ...callerAs(person, person.role), actor, sessionId: found.session.id }
}

async function byKey(auth: Auth, database: Database, key: string): Promise<Caller> {
  const { kysely } = database
  const { valid, key: found } = await auth.api.verifyApiKey({ body: { key } })
  // The library calls a key unknown too that it could not look up.
  if (!valid) await answers(database)
  const person = valid && found !== null ? await people(kysely).find(found.referenceId) : null
  if (found === null || person === null || person.banned) {
    throw unauthenticated('The API key is unknown, has expired, or its owner is disabled.')
  }
  await people(kysely).seen(person)
  const role = lesser(roleOfKey(found.metadata), person.role)
  const actor = {
    kind: 'api_key',
    id: found.id,
    name: `${person.name} (key ${found.name ?? ''})`,
  } as const
  return { ...callerAs(person, role), actor, sessionId: null }
}

function callerAs({ id, name, email }: PersonRow, role: Role) {
  return { personId: id, name, email, role, permissions: PERMISSIONS[role] }
}

/** The role that may do less. */
export function lesser(a: Role, b: Role): Role {
  return ROLES.indexOf(a) > ROLES.indexOf(b) ? a : b
}

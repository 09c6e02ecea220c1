/** A real server on a real database, and people to call it: for tests only. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import type { Database } from '../store/database.ts'
import { test as withDatabase } from '../../test/support/database.ts'
import { temporaryFolder } from '../../test/support/folder.ts'
import { people } from '../store/person.ts'
import type { Role } from '../vulnerability/role.ts'
import type { HttpDeps, Routes } from './deps.ts'
import { buildServer } from './server.ts'
import { createAuth } from './sign-in/auth.ts'

export const ORIGIN = 'http://lockstep.test'
export const PASSWORD = 'correct horse battery'
const SECRET = 'a secret of at least thirty-two characters'

export interface TestServer {
  readonly app: FastifyInstance
  readonly database: Database
  readonly logged: string[]
  readonly as: (person: Session) => Client
  readonly nobody: Client
  readonly withKey: (key: string) => Client
  /** A person with `role`, signed in. */
  readonly person: (role: Role, email?: string) => Promise<Session>
}

export interface Session {
  readonly id: string
  readonly email: string
  readonly cookie: string
}

export type Client = (
  method: NonNullable<InjectOptions['method']>,
  url: string,
  payload?: unknown,
) => Promise<LightMyRequestResponse>

/** Tests with a server of their own for each file. */
export const test = withDatabase.extend<{ server: TestServer }>({
  server: [
    async ({ database }, use) => {
      const server = await startServer(database)
      await use(server)
      await server.app.close()
    },
    { scope: 'file' },
  ],
})

export async function startServer(
  database: Database,
  over: Partial<HttpDeps> = {},
  more: readonly Routes[] = [],
): Promise<TestServer> {
  const logged: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) })
  const auth = { publicUrl: ORIGIN, secret: SECRET, trustedProxies: 0 }
  const deps: HttpDeps = {
    database,
    auth,
    log,
    webRoot: null,
    uploadFolder: await temporaryFolder(),
    version: '0.0.0-test',
    clock: () => new Date(),
    importReport: () => Promise.reject(new Error('no imports in this test')),
    checkReady: () => Promise.resolve(null),
    ...over,
  }
  const app = await buildServer(deps, more)
  const hash = (await createAuth(database, auth, log).$context).password.hash
  const client =
    (headers: Record<string, string>): Client =>
    (method, url, payload) =>
      app.inject({
        method,
        url,
        headers: { origin: ORIGIN, ...headers },
        ...(payload === undefined ? {} : { payload: payload as object }),
      })
  const nobody = client({})
  return {
    app,
    database,
    logged,
    nobody,
    withKey: (key) => client({ 'x-api-key': key }),
    as: ({ cookie }) => client({ cookie }),
    async person(role, email = `${randomUUID()}@example.com`) {
      const id = await people(database.kysely).add({ name: `The ${role}`, email, role })
      await people(database.kysely).setPassword(id, await hash(PASSWORD))
      const answer = await nobody('POST', '/api/auth/sign-in/email', { email, password: PASSWORD })
      return { id, email, cookie: cookieOf(answer) }
    },
  }
}

export function cookieOf(answer: LightMyRequestResponse): string {
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}

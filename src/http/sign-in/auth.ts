import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { admin } from 'better-auth/plugins'
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { answers, type Database } from '../../store/database.ts'
import type { AuthConfig } from '../deps.ts'
import { CLIENT_ADDRESS } from './headers.ts'
import { access, roles } from './roles.ts'

const DAY = 24 * 60 * 60

export type Auth = ReturnType<typeof createAuth>

/**
 * better-auth, for what must not be home-made: hashing and checking passwords, sessions, API keys.
 * It is called as a library; the only two of its endpoints that can be reached are ours to mount.
 */
export function createAuth(database: Database, config: AuthConfig, log: Logger) {
  const isHttps = config.publicUrl.startsWith('https:')
  return betterAuth({
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret: config.secret,
    database: { db: database.kysely, type: 'postgres' },
    telemetry: { enabled: false },
    // Its messages name no secret, but what it hangs on to them may.
    logger: { level: 'debug', log: (_level, message) => log.debug(`sign-in: ${message}`) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
    },
    session: { expiresIn: 7 * DAY, updateAge: DAY },
    // Ours counts failures by address and account, and answers in our form.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'lockstep',
      useSecureCookies: isHttps,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isHttps, path: '/' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
      database: { generateId: () => randomUUID() },
    },
    plugins: [
      admin({ ac: access, roles, defaultRole: 'VIEWER', adminRoles: ['ADMIN'] }),
      apiKey({
        defaultPrefix: 'lockstep_',
        startingCharactersConfig: { charactersLength: 14 },
        enableMetadata: true,
        maximumNameLength: 100,
        // Left out, it would allow ten calls a day. Ours is by address; when a key was used is kept.
        rateLimit: { enabled: false },
        keyExpiration: { minExpiresIn: 1, maxExpiresIn: 365 },
      }),
    ],
  })
}

/** The library fails alike where it could not look anything up: then the database is what failed. */
export function unlessAway<T>(database: Database, asked: Promise<T>): Promise<T> {
  return asked.catch(async (error: unknown) => {
    await answers(database)
    throw error
  })
}

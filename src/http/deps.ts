import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import type { TicketChoice } from '../ingest/flood.ts'
import type { Database } from '../store/database.ts'
import type { Actor } from '../vulnerability/actor.ts'
import type { BulkRunner } from './bulk-runner.ts'
import type { Auth } from './sign-in/auth.ts'
import type { HttpLimits } from './limits.ts'
import type { MetricsRule } from './metrics-access.ts'
import type { Spooled } from './spool-upload.ts'

/** What the routes are made of. The app constructs it; tests do too. */
export interface HttpDeps {
  readonly database: Database
  readonly auth: AuthConfig
  readonly log: Logger
  /** The built pages, `dist/web`; null: only the API. */
  readonly webRoot: string | null
  /** Where an upload lies until it is imported. */
  readonly uploadFolder: string
  readonly version: string
  readonly clock: () => Date
  /**
   * Takes the files over and removes them when done. Answers with the import's id as soon as there
   * is one, or throws a problem and leaves the files to us.
   */
  readonly importReport: (upload: Upload) => Promise<number>
  /** Null when we can work; else what is missing, in words. */
  readonly checkReady: () => Promise<string | null>
  readonly limits?: Partial<HttpLimits>
  readonly metrics?: MetricsSource
}

export interface MetricsSource extends MetricsRule {
  readonly contentType: string
  read(): Promise<string>
}

export interface AuthConfig {
  readonly publicUrl: string
  /** Signs cookies. At least 32 characters; the same in all processes. */
  readonly secret: string
  /** How many proxies in front of us may say who the client is. */
  readonly trustedProxies: number
}

/** The files of one scan, and what the sender says of it. */
export interface Upload {
  readonly assetId: number
  readonly files: readonly Spooled[]
  readonly actor: Actor
  readonly scope: string | undefined
  readonly allowEmpty: boolean
  readonly dryRun: boolean
  readonly tickets: TicketChoice | undefined
}

/** What a route is given: the app's parts and those the server made of them. */
export interface RouteDeps extends HttpDeps {
  readonly limits: HttpLimits
  readonly signIn: Auth
  readonly bulk: BulkRunner
}

/** A plug-in of routes under /api/v1, made of what the server gives it. */
export type Routes = (deps: RouteDeps) => FastifyPluginAsync

import { existsSync } from 'node:fs'
import { join } from 'node:path'

import type { FastifyInstance } from 'fastify'

import type { Routes } from '../http/deps.ts'
import { backgroundImports } from '../http/background-imports.ts'
import { buildServer } from '../http/server.ts'
import { importReport } from '../ingest/import-report.ts'
import { turns } from '../ingest/turns.ts'
import { setupToken } from '../http/sign-in/setup.ts'
import { must } from '../lib/must.ts'
import { startBackground } from './background.ts'
import type { Core } from './core.ts'
import { freePort } from './free-port.ts'
import { handOver } from './hand-over.ts'
import { integrationRoutes } from './integration-routes.ts'
import { publicUrlOf } from './public-url.ts'
import { missing } from './ready.ts'

export interface App {
  /** Where people reach it. */
  readonly publicUrl: string
  /** Makes the first administrator; null when there are people. */
  readonly setupLink: string | null
  stop(): Promise<void>
}

export interface AppOptions {
  /** The folder of the program: pages lie in its dist/web. */
  readonly root: string
  readonly version: string
}

/** Each holds a connection, and reading one keeps a core busy. */
const IMPORTS_AT_ONCE = 3

const LAST_ANSWERS_MS = 6_000

/** The whole product in one process: serves people, keeps both sides in step. */
export async function startApp(core: Core, { root, version }: AppOptions): Promise<App> {
  const { config, log, database, secrets } = core
  // Known before the server is made: redirect URLs hold it.
  const port = config.port === 0 ? must(await freePort(config.host), 'a free port') : config.port
  const publicUrl = publicUrlOf(config, port)
  const line = turns(IMPORTS_AT_ONCE)
  const reports = backgroundImports(importReport, { ...core, turns: line }, log)
  const webRoot = join(root, 'dist', 'web')
  const more: Routes[] = integrationRoutes(core, publicUrl)
  const server = await buildServer(
    {
      database,
      auth: { publicUrl, secret: secrets.cookieSecret, trustedProxies: config.trustedProxies },
      log,
      webRoot: existsSync(webRoot) ? webRoot : null,
      uploadFolder: join(config.data, 'uploads'),
      version,
      clock: () => new Date(),
      importReport: reports.importReport,
      checkReady: () => missing(core),
      // Where nobody set a PUBLIC_URL, no proxy stands before us to be taken for this machine.
      metrics: {
        ...core.metrics,
        token: config.metricsToken,
        isLocal: config.publicUrl === null,
      },
    },
    more,
  )
  const token = await setupToken(database)
  const background = config.serveOnly ? null : await startBackground(core, publicUrl)
  await server.listen({ host: config.host, port })
  return {
    publicUrl,
    setupLink: token === null ? null : `${publicUrl}/spa/setup?token=${token}`,
    stop() {
      line.stop()
      return handOver(core, [
        () => closeServer(server),
        () => background?.stop() ?? Promise.resolve(),
        reports.settled,
      ])
    },
  }
}

/** Who is still sending or waiting after a while is cut off: an upload may take a quarter of an hour. */
async function closeServer(server: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), LAST_ANSWERS_MS)
  await server.close()
  clearTimeout(cut)
}

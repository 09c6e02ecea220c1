import { readFile } from 'node:fs/promises'

import type { Config } from '../config.ts'
import { requestIds } from '../lib/request-id.ts'
import type { Log } from '../log.ts'
import { reach, type Reach } from '../reconcile/reach.ts'
import { createHttp, type Http } from '../servicenow/http.ts'
import { lanes } from '../servicenow/lanes.ts'
import type { Lanes } from '../servicenow/limiter.ts'
import { observed } from '../servicenow/observed.ts'
import type { Database } from '../store/database.ts'
import { installation } from '../store/installation.ts'
import { laneStore } from '../store/lane.ts'
import { migrate } from '../store/migrate.ts'
import { settleIn } from '../store/place.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { openStore } from './open-store.ts'
import { hurryWhenWell } from './recovery.ts'
import { openSecrets, type Secrets } from './secrets.ts'

/** What every process needs, whether it serves, works or carries out one command. */
export interface Core {
  readonly config: Config
  readonly log: Log
  readonly database: Database
  readonly installationId: string
  readonly place: string
  readonly secrets: Secrets
  readonly http: Http
  readonly lanes: Lanes
  readonly reach: Reach
  readonly metrics: Metrics
  close(): Promise<void>
}

export async function openCore(config: Config, log: Log, version: string): Promise<Core> {
  const store = await openStore(config, log)
  const { database } = store
  const closing: (() => Promise<void>)[] = [() => store.close()]
  const close = async () => {
    for (const step of closing.toReversed()) await step()
  }
  try {
    const applied = await migrate(database.pool)
    if (applied.length > 0) log.info({ applied }, 'migrated the database')
    const secrets = await openSecrets(config, database)
    const place = await store.place()
    const stopped = await settleIn(database, place)
    if (stopped !== null) log.error(stopped)
    const sockets = createHttp({
      userAgent: `Lockstep/${version}`,
      ...(config.proxy === null ? {} : { proxy: config.proxy }),
      ...(config.caFile === null ? {} : { ca: await readFile(config.caFile, 'utf8') }),
    })
    const limiter = lanes({ store: laneStore(database, config.lanes) })
    const metrics = createMetrics({ database, lanes: limiter, version })
    closing.push(async () => metrics.stop())
    const http = observed(sockets, [hurryWhenWell(database, log), metrics])
    closing.push(() => http.close())
    const way = reach({
      database,
      sealer: secrets.sealer,
      http,
      lanes: limiter,
      timeoutMs: config.requestTimeoutSeconds * 1_000,
      allowedInstances: config.allowedInstances,
      onRequest: (record) =>
        log.debug({ ...record, requestIds: requestIds() }, 'called an instance'),
    })
    const { id } = await installation(database.kysely).read()
    return {
      config,
      log,
      database,
      installationId: id,
      place,
      secrets,
      http,
      lanes: limiter,
      reach: way,
      metrics,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

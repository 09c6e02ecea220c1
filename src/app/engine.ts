import { Poller } from '../inbound/poller.ts'
import { requestIds } from '../lib/request-id.ts'
import type { Log } from '../log.ts'
import type { Reach } from '../reconcile/reach.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import { isServiceNowError } from '../servicenow/errors.ts'
import type { Database } from '../store/database.ts'
import type { DuePoll } from '../store/inbound-cursor.ts'
import { integrationOf } from '../store/integration.ts'
import { Worker } from '../work/worker.ts'
import { laneWaitMs, nextTryMs, sayStandstill, sayTrouble } from './trouble.ts'

export interface EngineOptions {
  readonly database: Database
  readonly reach: Reach
  readonly publicUrl: string
  readonly unknownOutcomeSeconds: number
  /** How long a request to an instance may take; the usual time unless given. */
  readonly timeoutMs?: number
  readonly requestSweep: (due: DuePoll) => Promise<void>
  readonly log: Log
}

export interface Engine {
  start(): void
  /** Claims nothing more, and lets what is under way come to its end. */
  stop(): Promise<void>
}

/** What keeps both sides in step: looks at what is marked, hears from the instances. */
export function engine(options: EngineOptions): Engine {
  const { database, reach, requestSweep, log } = options
  const say = (saying: Promise<void>): void => {
    saying.catch((cause: unknown) =>
      log.error({ err: cause }, 'a delivery line could not be written'),
    )
  }
  const sayLoginAgain = async (vulnerability: number, error: unknown): Promise<void> => {
    const integrationId = await integrationOf(database.kysely, vulnerability)
    if (integrationId !== null) await sayStandstill(database, integrationId, error)
  }
  const worker = new Worker({
    db: database.kysely,
    url: database.url,
    async look(claim) {
      const priority = claim.priority === 'backfill' ? 'backfill' : 'sync'
      try {
        const afterMs = await reconcile(options, claim.key, priority)
        return afterMs === null ? { kind: 'done' } : { kind: 'postpone', afterMs }
      } catch (error) {
        const afterMs = laneWaitMs(error, Math.random())
        if (afterMs === null) throw error
        return { kind: 'postpone', afterMs }
      }
    },
    onError(error, claim) {
      const afterMs = nextTryMs(error, claim.tries, Math.random())
      const { key: vulnerability, tries } = claim
      const line = { vulnerability, tries, afterMs, requestIds: requestIds(), err: error }
      log.warn(line, 'a look failed')
      say(sayTrouble(database, claim, error))
      // Polls end with it, and may not have met it: the others they hear of by themselves.
      if (isServiceNowError(error, 'login_again')) say(sayLoginAgain(vulnerability, error))
      return afterMs
    },
    onTrouble: (error) => log.error({ err: error }, 'looks cannot be claimed or kept'),
  })
  const poller = new Poller({
    database,
    reach,
    requestSweep,
    onError(error, due) {
      const { integrationId = null, table } = due ?? {}
      const line = { integration: integrationId, table, requestIds: requestIds(), err: error }
      log.warn(line, 'a poll failed')
      if (integrationId !== null) say(sayStandstill(database, integrationId, error))
    },
  })
  return {
    start() {
      worker.start()
      poller.start()
    },
    async stop() {
      await Promise.all([worker.stop(), poller.stop()])
    },
  }
}

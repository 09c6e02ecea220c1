import { Poller } from '../inbound/poller.ts'
import type { Log } from '../log.ts'
import type { Reach } from '../reconcile/reach.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import type { Database } from '../store/database.ts'
import type { DuePoll } from '../store/inbound-cursor.ts'
import { Worker } from '../work/worker.ts'
import { nextTryMs, sayTrouble } from './trouble.ts'

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
  const worker = new Worker({
    db: database.kysely,
    url: database.url,
    async look(claim) {
      const priority = claim.priority === 'backfill' ? 'backfill' : 'sync'
      const afterMs = await reconcile(options, claim.key, priority)
      return afterMs === null ? { kind: 'done' } : { kind: 'postpone', afterMs }
    },
    onError(error, claim) {
      const afterMs = nextTryMs(error, claim.tries, Math.random())
      const { key: vulnerability, tries } = claim
      log.warn({ vulnerability, tries, afterMs, err: error }, 'a look failed')
      sayTrouble(database, claim, error).catch((cause: unknown) =>
        log.error({ err: cause }, 'a delivery line could not be written'),
      )
      return afterMs
    },
    onTrouble: (error) => log.error({ err: error }, 'looks cannot be claimed or kept'),
  })
  const poller = new Poller({
    database,
    reach,
    requestSweep,
    onError: (error, due) =>
      log.warn({ integration: due?.integrationId, table: due?.table, err: error }, 'a poll failed'),
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

import { Poller } from '../inbound/poller.ts'
import type { Log } from '../log.ts'
import type { Reach } from '../reconcile/reach.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import type { Database } from '../store/database.ts'
import type { DuePoll } from '../store/inbound-cursor.ts'
import { Worker } from '../work/worker.ts'
import { nextTry, sayTrouble } from './trouble.ts'

export interface EngineOptions {
  readonly database: Database
  readonly reach: Reach
  readonly publicUrl: string
  readonly unknownOutcomeSeconds: number
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
  const { database, reach, publicUrl, unknownOutcomeSeconds, requestSweep, log } = options
  const world = { database, reach, publicUrl, unknownOutcomeSeconds }
  const worker = new Worker({
    db: database.kysely,
    url: database.url,
    async look(claim) {
      const priority = claim.priority === 'backfill' ? 'backfill' : 'sync'
      const at = await reconcile(world, claim.key, priority)
      return at === null ? { kind: 'done' } : { kind: 'postpone', at }
    },
    onError(error, claim) {
      const at = nextTry(error, claim.tries, new Date(), Math.random())
      log.warn({ vulnerability: claim.key, tries: claim.tries, at, err: error }, 'a look failed')
      sayTrouble(database, claim, error).catch((cause: unknown) =>
        log.error({ err: cause }, 'a delivery line could not be written'),
      )
      return at
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

import { Poller } from '../inbound/poller.ts'
import { requestIds } from '../lib/request-id.ts'
import type { Log } from '../log.ts'
import { ledger } from '../reconcile/ledger.ts'
import type { Reach } from '../reconcile/reach.ts'
import { reconcile, type OnCrossed } from '../reconcile/reconcile.ts'
import { isServiceNowError } from '../servicenow/errors.ts'
import type { Database } from '../store/database.ts'
import type { DuePoll } from '../store/inbound-cursor.ts'
import { integrationOf } from '../store/integration.ts'
import type { Claim } from '../work/marks.ts'
import { Worker } from '../work/worker.ts'
import { laneWaitMs, nextTryMs, sayStandstill, sayTrouble } from './trouble.ts'

export interface EngineOptions {
  readonly database: Database
  readonly reach: Reach
  readonly publicUrl: string
  readonly unknownOutcomeSeconds: number
  /** Requests in flight that an instance is to have at most. */
  readonly lanes?: number
  /** How long a request to an instance may take; the usual time unless given. */
  readonly timeoutMs?: number
  readonly requestSweep: (due: DuePoll) => Promise<void>
  readonly log: Log
  readonly observer?: EngineObserver
}

/** Whoever counts what an engine does. */
export interface EngineObserver {
  readonly onLook: (result: 'done' | 'postponed' | 'failed') => void
  /** `ms` from the change on one side to the same on the other. */
  readonly onCrossed: (direction: 'out' | 'in', ms: number) => void
}

export interface Engine {
  start(): void
  /** Claims nothing more, and lets what is under way come to its end. */
  stop(): Promise<void>
}

/**
 * Looks under way at an instance besides those whose requests are under way or next. More would
 * share statements better, and on a slow instance wait in vain for a lane until they are sent back.
 */
const SHARING = 40

/** What keeps both sides in step: looks at what is marked, hears from the instances. */
export function engine(options: EngineOptions): Engine {
  const { database, reach, lanes = 4, requestSweep, log, observer } = options
  const say = (saying: Promise<void>): void => {
    saying.catch((cause: unknown) =>
      log.error({ err: cause }, 'a delivery line could not be written'),
    )
  }
  const sayLoginAgain = async (vulnerability: number, error: unknown): Promise<void> => {
    const integrationId = await integrationOf(database.kysely, vulnerability)
    if (integrationId !== null) await sayStandstill(database, integrationId, error)
  }
  const shared = ledger(database)
  const perLane = 2 * lanes + SHARING
  const worker = new Worker({
    db: database.keyed,
    url: database.url,
    // Those whose request is under way or next, and enough of them to share their statements.
    perLane,
    // Several instances that do not answer leave room for the others.
    concurrency: 8 * perLane,
    async look(claim, onAnswered) {
      const priority = claim.priority === 'backfill' ? 'backfill' : 'sync'
      try {
        const watched = {
          ...options,
          ledger: shared,
          onCrossed: onCrossed(claim, observer),
          onAnswered,
        }
        const { afterMs, calls } = await reconcile(watched, claim.key, priority)
        observer?.onLook(afterMs === null ? 'done' : 'postponed')
        return afterMs === null
          ? { kind: 'done', isLight: calls === 0 }
          : { kind: 'postpone', afterMs }
      } catch (error) {
        const afterMs = laneWaitMs(error, Math.random())
        observer?.onLook(afterMs === null ? 'failed' : 'postponed')
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

/** Out: since the oldest change of this look was made. In: since the record says it was changed. */
function onCrossed(claim: Claim, observer: EngineObserver | undefined): OnCrossed {
  const claimed = performance.now()
  return (direction, changedAt, now) => {
    if (direction === 'out') {
      observer?.onCrossed('out', claim.askedMsAgo + performance.now() - claimed)
    } else if (changedAt !== null) observer?.onCrossed('in', now.getTime() - changedAt.getTime())
  }
}

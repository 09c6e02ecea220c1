import { backoff } from '../lib/backoff.ts'
import { isServiceNowError } from '../servicenow/errors.ts'
import type { Database } from '../store/database.ts'
import { deliveries, type Delivery } from '../store/delivery.ts'
import { integrationOf } from '../store/integration.ts'
import type { Claim } from '../work/marks.ts'

const TRANSIENT = { baseMs: 500, capMs: 60_000 }
/** What nobody foresaw is tried again, seldom: it may be our mistake, and the instance is not ours. */
const UNEXPECTED = { baseMs: 5_000, capMs: 900_000 }
/** A log-in hurries the marks; until then there is nothing to gain. */
const LOGIN_AGAIN_MS = 3_600_000
/** One failed try is no news; people hear of what keeps failing. */
const SAID_AT_TRY = 2

/**
 * How long to wait for an instance that had no lane for us; null for any other error. It is no
 * failure: a busy hour must not lengthen the pauses as a broken one does.
 */
export function laneWaitMs(error: unknown, random: number): number | null {
  if (!isServiceNowError(error, 'paused')) return null
  return (error.retryAfterMs ?? 0) + 250 + Math.round(500 * random)
}

/** After how long a look that failed is made again. `tries` are the failures in a row before it. */
export function nextTryMs(error: unknown, tries: number, random: number): number {
  const failures = tries + 1
  if (!isServiceNowError(error)) return backoff(failures, UNEXPECTED, random)
  if (error.kind === 'reauthorize') return LOGIN_AGAIN_MS
  const own = backoff(failures, error.kind === 'retry' ? TRANSIENT : UNEXPECTED, random)
  return Math.max(own, error.retryAfterMs ?? 0)
}

/** Tells in Recent deliveries what keeps all of an integration's tickets from going on. */
export async function sayStandstill(
  database: Database,
  integrationId: number,
  error: unknown,
): Promise<void> {
  const line = standstill(error)
  if (line === null) return
  await database.transaction((tx) => deliveries(tx).writeOnceAnHour({ ...line, integrationId }))
}

function standstill(error: unknown): Pick<Delivery, 'level' | 'message' | 'details'> | null {
  if (isServiceNowError(error, 'login_again')) {
    const message = 'ServiceNow wants a log-in: everything waits until then, and goes on by itself'
    return { level: 'ERROR', message, details: { reason: error.message } }
  }
  // All lanes being taken is daily business; a pause long enough to be told of is not.
  if (!isServiceNowError(error, 'paused') || error.retryAfterMs === null) return null
  const message = 'ServiceNow cannot be worked with at the moment: everything waits until it can'
  return { level: 'WARN', message, details: { reason: error.message } }
}

/** Tells in Recent deliveries what keeps a vulnerability from being sent, once a row of failures. */
export async function sayTrouble(database: Database, claim: Claim, error: unknown): Promise<void> {
  if (claim.tries !== SAID_AT_TRY) return
  // That is said for the integration, not for each vulnerability.
  if (isServiceNowError(error, 'login_again')) return
  const remedy = isServiceNowError(error) ? error.remedy : null
  const words = error instanceof Error ? error.message : String(error)
  await deliveries(database.kysely).write([
    {
      level: isServiceNowError(error) && error.kind === 'retry' ? 'WARN' : 'ERROR',
      message: 'A vulnerability cannot be kept in step at the moment; it is tried again',
      details: {
        vulnerability: String(claim.key),
        reason: isServiceNowError(error) ? words : 'an unexpected problem, see the log of Lockstep',
        ...(remedy === null ? {} : { remedy }),
      },
      integrationId: await integrationOf(database.kysely, claim.key),
      vulnerabilityId: claim.key,
    },
  ])
}

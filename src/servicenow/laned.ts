import { isHtml, titleOf, type Answer } from './answer.ts'
import { retryAfterMs } from './classify.ts'
import { ServiceNowError, isServiceNowError, type FailureCode } from './errors.ts'
import { DEFAULT_TIMEOUT_MS, type Sender } from './http.ts'
import type { LaneOutcome } from './limit.ts'
import type { Lanes, Priority } from './limiter.ts'

/** A sender whose every request, OAuth's included, waits for a lane of its instance. */
export function laned(http: Sender, lanes: Lanes, priority: Priority = 'sync'): Sender {
  return {
    async send(instance, request) {
      const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS
      const { beforeSend, signal } = request
      let early: Promise<void> | undefined
      const call = (prepare: () => Promise<void>): void => {
        early ??= prepare()
        // Heard of when the lane is there; until then nobody waits for it.
        early.catch(() => {})
      }
      const acquired = lanes.acquire(instance.origin, {
        timeoutMs,
        priority,
        ...(signal === undefined ? {} : { signal }),
        ...(beforeSend === undefined ? {} : { onCalled: () => call(beforeSend) }),
      })
      const lane = await acquired.catch(async (error: unknown) => {
        // What it has begun to write is written before anybody hears that there is no lane.
        await early?.catch(() => {})
        throw error
      })
      let outcome: LaneOutcome = { kind: 'unused' }
      try {
        await early
        await beforeSend?.()
        // The lane ends when it was said to, however long it took to come and to get ready.
        const leftMs = Math.ceil(lane.endsAt - performance.now())
        if (leftMs <= 0) throw tooLate()
        outcome = { kind: 'abandoned' }
        lane.sent()
        const answer = await http.send(instance, { ...request, timeoutMs: leftMs })
        outcome = outcomeOf(answer, new Date())
        return answer
      } catch (error) {
        if (outcome.kind !== 'unused') outcome = outcomeOfFailure(error)
        throw error
      } finally {
        // A lane that cannot be given back ends by itself; the answer matters more.
        await lane.release(outcome).catch(() => {})
      }
    },
  }
}

/** Nothing was sent: the lane may be somebody else's by now. */
function tooLate(): ServiceNowError {
  const facts = { kind: 'retry', code: 'paused', outcome: 'known' } as const
  return new ServiceNowError('the lane to the instance came too late', facts)
}

/**
 * For a person who has just repaired something: a dead instance is knocked at in
 * spite of its pause. A pause that the instance asked for is respected.
 */
export function knocking(http: Sender, lanes: Lanes): Sender {
  const usual = laned(http, lanes, 'person')
  return {
    async send(instance, request) {
      const { failures } = await lanes.state(instance.origin)
      if (failures === 0) return usual.send(instance, request)
      const answer = await http.send(instance, request)
      if (outcomeOf(answer, new Date()).kind === 'ok') await lanes.revive(instance.origin)
      return answer
    },
  }
}

/** What an answer says of the instance's strength. A refusal says that it is well. */
export function outcomeOf(answer: Answer, now: Date): LaneOutcome {
  const { status } = answer
  if (status === 429 || status === 503) {
    return { kind: 'busy', retryAfterMs: retryAfterMs(answer, now) }
  }
  if (status === 502 || status === 504) return { kind: 'dead', reason: `it answered ${status}` }
  if (isHtml(answer) && /hibernat/i.test(titleOf(answer.text))) {
    return { kind: 'dead', reason: 'it is hibernating' }
  }
  return { kind: 'ok' }
}

function outcomeOfFailure(error: unknown): LaneOutcome {
  if (!isServiceNowError(error)) return { kind: 'unused' }
  const { code, message: reason } = error
  if (code === 'timeout' || code === 'aborted') return { kind: 'abandoned' }
  if (code === 'cut_off') return { kind: 'cut_off', reason }
  if (code === 'paused') return { kind: 'unused' }
  return NOBODY_THERE.includes(code) ? { kind: 'dead', reason } : { kind: 'ok' }
}

export const NOBODY_THERE: readonly FailureCode[] = [
  'unreachable',
  'cut_off',
  'tls',
  'address_refused',
]

import { setTimeout as delay } from 'node:timers/promises'

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    // Node wraps the reason in an AbortError of its own; callers compare with what they gave.
    signal?.throwIfAborted()
    throw error
  }
}

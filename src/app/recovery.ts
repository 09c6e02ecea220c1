import type { Log } from '../log.ts'
import type { Health, Observer } from '../servicenow/observed.ts'
import type { Database } from '../store/database.ts'
import { instanceIdOf } from '../store/integration.ts'
import { hurryLane } from '../work/marks.ts'

/** An instance that fails every other request must not have its backoffs undone each time. */
const PAUSE_MS = 5_000

/**
 * Says at which answers an instance is well again after a trouble: the first good one, and not
 * again within a while.
 */
export function recoveries(): (instance: string, health: Health, nowMs: number) => boolean {
  const troubled = new Set<string>()
  const last = new Map<string, number>()
  return (instance, health, nowMs) => {
    if (health === 'ill') troubled.add(instance)
    if (health !== 'well' || !troubled.has(instance)) return false
    if (nowMs - (last.get(instance) ?? -PAUSE_MS) < PAUSE_MS) return false
    troubled.delete(instance)
    last.set(instance, nowMs)
    return true
  }
}

/** When an instance is well again, what was postponed for its sake is looked at at once. */
export function hurryWhenWell(database: Database, log: Log): Observer {
  const isWellAgain = recoveries()
  return {
    onEnded({ instance, health }) {
      if (!isWellAgain(instance, health, performance.now())) return
      hurry(database, instance).catch((error: unknown) =>
        log.warn({ instance, err: error }, 'what waited for an instance could not be hurried'),
      )
    },
  }
}

async function hurry({ kysely }: Database, instance: string): Promise<void> {
  const id = await instanceIdOf(kysely, instance)
  if (id !== null) await hurryLane(kysely, id)
}

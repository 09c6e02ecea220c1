import type { DuePoll } from '../store/inbound-cursor.ts'
import { sweep } from '../inbound/sweep.ts'
import { deliveries } from '../store/delivery.ts'
import { dropStaleStaging } from '../store/import-alive.ts'
import { sealAnew } from '../store/reseal.ts'
import { settings } from '../store/setting.ts'
import { startJobs, type JobKind } from '../work/jobs.ts'
import type { Core } from './core.ts'
import { engine } from './engine.ts'
import { warnOfLoginEnds } from './login-end.ts'

export interface Background {
  stop(): Promise<void>
}

const SWEEP = 'sweep'
const SEAL_ANEW = 'seal-anew'

/** Everything that goes on without anybody asking: looks, polls, and ordinary jobs. */
export async function startBackground(core: Core, publicUrl: string): Promise<Background> {
  const { config, database, reach, log, metrics } = core
  const jobs = await startJobs({
    url: database.url,
    isWorking: true,
    kinds: kinds(core),
    onError: (error) => log.warn({ err: error }, 'the job queue has trouble'),
  })
  const running = engine({
    database,
    reach,
    publicUrl,
    unknownOutcomeSeconds: config.unknownOutcomeSeconds,
    lanes: config.lanes,
    timeoutMs: config.requestTimeoutSeconds * 1_000,
    requestSweep: (due) => jobs.request(SWEEP, `${due.integrationId} ${due.table}`, due),
    log,
    observer: metrics,
  })
  running.start()
  // A new key comes with a restart.
  await jobs.request(SEAL_ANEW, SEAL_ANEW, {})
  return {
    async stop() {
      await Promise.all([running.stop(), jobs.stop()])
    },
  }
}

function kinds({ database, reach, secrets, log }: Core): JobKind[] {
  return [
    {
      name: SWEEP,
      async run(data) {
        // Written by requestSweep above, and by nobody else.
        const due = data as DuePoll
        await sweep(database, due, await reach.open(due.integrationId))
      },
    },
    {
      name: 'retention',
      cron: '17 3 * * *',
      async run() {
        const { deliveryRetentionDays } = await settings(database.kysely).read()
        const store = deliveries(database.kysely)
        let removed = 0
        for (let last = -1; last !== 0; removed += last) {
          last = await store.removeOlderThan(deliveryRetentionDays)
        }
        log.info({ removed }, 'removed old deliveries')
      },
    },
    {
      name: SEAL_ANEW,
      cron: '43 * * * *',
      async run() {
        const { keyId } = secrets.sealer
        const sealed = await sealAnew(database, secrets.sealer)
        if (sealed > 0) log.info({ sealed, keyId }, 'sealed anew with the first key')
      },
    },
    {
      name: 'log-in-ends',
      cron: '*/10 * * * *',
      run: () => warnOfLoginEnds(database, log),
    },
    {
      name: 'abandoned-imports',
      cron: '* * * * *',
      async run() {
        const dropped = await dropStaleStaging(database)
        if (dropped > 0) log.warn({ dropped }, 'failed imports whose process died')
      },
    },
  ]
}

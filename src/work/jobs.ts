import { PgBoss } from 'pg-boss'

import { inTheNameOf, ownRequestId } from '../lib/request-id.ts'

/** An ordinary job: done at least once, taken up by another process when its holder dies. */
export interface JobKind {
  readonly name: string
  /** Five-field cron expression in UTC; absent: only when asked for. */
  readonly cron?: string
  /** `data` is what `request` was given; empty for a cron. */
  readonly run: (data: unknown) => Promise<void>
}

export interface Jobs {
  /** One job a `key` waits or runs at a time; asking again meanwhile changes nothing. */
  request(name: string, key: string, data: object): Promise<void>
  stop(): Promise<void>
}

export interface JobsOptions {
  readonly url: string
  readonly kinds: readonly JobKind[]
  readonly onError: (error: unknown) => void
  /** False: jobs may be asked for, but other processes do them. */
  readonly isWorking: boolean
}

/** A job whose process gave no sign of life for this long is taken up by another. */
const HEARTBEAT_SECONDS = 15

export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { url, kinds, onError, isWorking } = options
  const boss = new PgBoss({
    connectionString: url,
    schema: 'job',
    application_name: 'lockstep jobs',
    max: 3,
    schedule: isWorking,
    supervise: isWorking,
  })
  boss.on('error', onError)
  await boss.start()
  for (const { name, cron, run } of kinds) {
    await boss.createQueue(name, {
      policy: 'exclusive',
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: 6 * 3600,
      retryLimit: 10,
      retryDelay: 5,
      retryBackoff: true,
    })
    if (!isWorking) continue
    await boss.work(name, { batchSize: 1, pollingIntervalSeconds: 1 }, async ([job]) => {
      await inTheNameOf([ownRequestId(name)], () => run(job?.data ?? {}))
    })
    if (cron !== undefined) await boss.schedule(name, cron)
  }
  return {
    async request(name, key, data) {
      await boss.send(name, data, { singletonKey: key })
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 7_000 })
    },
  }
}

import type { Bench } from './support/bench.ts'
import { addFindings, isSettled, until } from './support/findings.ts'
import { shown } from './support/row.ts'
import { openStand, type Stand } from './support/stand.ts'
import { median } from './support/statistics.ts'

const LANES = 64
const SERVICE_MS = 50
const COUNTS = [1, 2, 4]

/** How much more several processes do, where the instance would bear it. */
export const bench: Bench = {
  about: `1, 2 and 4 workers on an instance of ${LANES} lanes with ${SERVICE_MS} ms a request`,
  async run(context) {
    const count = context.size(1_500)
    await using stand = await openStand({ lanes: LANES, profiles: context.profiles })
    const { instance } = stand.projects[0]!
    await instance.set({ serviceTimeMs: SERVICE_MS, threads: LANES, queueLength: 0 })
    const rates = new Map(COUNTS.map((workers) => [workers, [] as number[]]))
    for (let n = 0; n < context.rounds; n++) {
      for (const workers of COUNTS) {
        const found = await round(stand, workers, count)
        rates.get(workers)?.push(found)
        context.say(`  ${workers}: ${Math.round(found)}/s`)
      }
    }
    await correct(stand)
    const one = median(rates.get(1) ?? [])
    return COUNTS.map((workers) =>
      shown({
        name: `workers: ${workers}, tickets of ${count} vulnerabilities, against one`,
        value: median(rates.get(workers) ?? []),
        unit: '/s',
        against: one,
      }),
    )
  },
}

async function round(stand: Stand, workers: number, count: number): Promise<number> {
  const { database, projects } = stand
  const assetId = projects[0]!.assetId
  const processes = await stand.startWorkers(workers)
  await addFindings(database, assetId, Math.min(200, count))
  await until(() => isSettled(database))
  await addFindings(database, assetId, count)
  const startedAt = performance.now()
  await until(() => isSettled(database))
  const tookMs = performance.now() - startedAt
  await Promise.all(processes.map((one) => one.stop()))
  return (1000 * count) / tookMs
}

/** However many work at it, each vulnerability has one ticket, and nothing was sent away. */
async function correct({ database, projects }: Stand): Promise<void> {
  const { rows } = await database.pool.query<{ wanted: number; sent: number }>(
    `select count(*) as wanted, count(*) filter (where sending = 'sent') as sent from vulnerability`,
  )
  const { instance } = projects[0]!
  const made = await instance.count('incident', 'correlation_idSTARTSWITHlockstep:')
  const refused = (await instance.requests()).filter(({ status }) => status === 429).length
  const { wanted, sent } = rows[0] ?? {}
  if (wanted !== sent || made !== wanted || refused > 0) {
    throw new Error(`${wanted} wanted, ${sent} sent, ${made} incidents, ${refused} sent away`)
  }
}

import type { Bench } from './support/bench.ts'
import { addFindings, until } from './support/findings.ts'
import { atLeast, atMost } from './support/row.ts'
import { openStand, type Project, type Stand } from './support/stand.ts'
import { median } from './support/statistics.ts'

const LANES = 4
const SERVICE_MS = 100
const MOST = LANES * (1000 / SERVICE_MS)

/**
 * A backfill at the speed that the instance allows: it works on four requests at a time and sends
 * everything beyond away with 429. Each round has an instance of its own.
 */
export const bench: Bench = {
  about: `a backfill of 2,000 where each request takes ${SERVICE_MS} ms, against ${MOST}/s`,
  async run(context) {
    const count = context.size(2_000)
    await using stand = await openStand({
      lanes: LANES,
      instances: context.rounds,
      profiles: context.profiles,
    })
    for (const { instance } of stand.projects) {
      await instance.set({ serviceTimeMs: SERVICE_MS, threads: LANES, queueLength: 0 })
    }
    await stand.startWorkers(1)
    const rates: number[] = []
    for (const project of stand.projects) {
      const one = await rate(stand, project, count)
      rates.push(one)
      context.say(`  ${one.toFixed(1)}/s`)
    }
    const logs = await Promise.all(stand.projects.map(({ instance }) => instance.requests()))
    const refused = logs.flat().filter(({ status }) => status === 429).length
    const inFlight = Math.max(...logs.flat().map((entry) => entry.inFlight))
    context.say(`  at most ${inFlight} in flight, ${refused} sent away`)
    const what = `backfill: ${count} with ${SERVICE_MS} ms each and ${LANES} lanes`
    return [
      atLeast(0.97, 'ratio', {
        name: `${what}, against the most possible`,
        value: median(rates),
        unit: '/s',
        against: MOST,
      }),
      atMost(0, 'value', { name: `${what}: answers 429`, value: refused, unit: '' }),
    ]
  },
}

async function rate(
  { database }: Stand,
  { assetId, instance }: Project,
  count: number,
): Promise<number> {
  await addFindings(database, assetId, count, 'backfill')
  const isSent = async () => {
    const { rows } = await database.pool.query<{ sent: number }>(
      `select count(*) as sent from vulnerability where asset_id = $1 and sending = 'sent'`,
      [assetId],
    )
    return rows[0]?.sent === count
  }
  // The instance's log says when the last one came: nobody is in a hurry to know it.
  await until(isSent, 500)
  const posts = (await instance.requests())
    .filter(({ method, path }) => method === 'POST' && path.includes('/table/'))
    .map(({ at }) => Date.parse(at))
  // From the first arrival to the last, and the time that the last one takes.
  const tookMs = Math.max(...posts) - Math.min(...posts) + SERVICE_MS
  return (1000 * count) / tookMs
}

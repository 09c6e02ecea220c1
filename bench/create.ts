import type { Bench, Context } from './support/bench.ts'
import { addFindings, isSettled, until } from './support/findings.ts'
import { rawClient, type Raw } from './support/raw.ts'
import { perItem, usedBy, usedByPostgres, type Used } from './support/processor.ts'
import { atLeast } from './support/row.ts'
import { openStand, type Stand } from './support/stand.ts'
import { median } from './support/statistics.ts'

const LANES = 8

/** From the commit of many new vulnerabilities to the last of their tickets, all records kept. */
export const bench: Bench = {
  about: 'tickets a second, for 5,000 new vulnerabilities, against bare POSTs of the same bodies',
  async run(context) {
    const count = context.size(5_000)
    await using stand = await openStand({ lanes: LANES, profiles: context.profiles })
    const instance = stand.projects[0]?.instance
    if (instance === undefined) throw new Error('there is no instance')
    await using raw = rawClient(instance.url)
    const [worker] = await stand.startWorkers(1)
    const used: Record<string, Used> = {
      worker: usedBy([worker?.pid ?? 0]),
      PostgreSQL: usedByPostgres(stand.database),
      instance: usedBy([instance.pid]),
    }
    const rounds: (readonly [ours: number, bare: number])[] = []
    // What is read and compiled at first is no part of the speed.
    await round(stand, raw, Math.min(200, count))
    for (let n = 0; n < context.rounds; n++) {
      const pair = await round(stand, raw, count, async (work) => {
        context.say(`  processor time for each: ${await perItem(used, count, work)}`)
      })
      rounds.push(pair)
      context.say(`  ${pair.map((rate) => Math.round(rate)).join('/s, bare ')}/s`)
    }
    await everyTicketOnce(stand, context)
    return [
      atLeast(0.33, 'ratio', {
        name: `create: tickets of ${count} vulnerabilities, ${LANES} lanes, against bare POSTs`,
        value: median(rounds.map(([ours]) => ours)),
        unit: '/s',
        against: median(rounds.map(([, bare]) => bare)),
        ratio: median(rounds.map(([ours, bare]) => ours / bare)),
      }),
    ]
  },
}

async function round(
  { database, projects }: Stand,
  raw: Raw,
  count: number,
  during: (work: () => Promise<void>) => Promise<void> = (work) => work(),
): Promise<readonly [number, number]> {
  const { instance, assetId } = projects[0]!
  await instance.forgetRequests()
  await addFindings(database, assetId, count)
  const startedAt = performance.now()
  let tookMs = 0
  await during(async () => {
    await until(() => isSettled(database))
    tookMs = performance.now() - startedAt
  })
  const posts = (await instance.requests()).filter(({ method }) => method === 'POST')
  if (posts.length !== count) throw new Error(`${posts.length} POSTs for ${count} vulnerabilities`)
  const bareMs = await raw.post(posts, LANES)
  return [(1000 * count) / tookMs, (1000 * count) / bareMs]
}

/** A fast wrong answer is none. */
async function everyTicketOnce({ database, projects }: Stand, { say }: Context): Promise<void> {
  const { rows } = await database.pool.query<{ wanted: number; sent: number; told: number }>(
    `select count(*) as wanted, count(*) filter (where sending = 'sent') as sent,
       (select count(*) from history where kind = 'ticket') as told from vulnerability`,
  )
  const made =
    (await projects[0]?.instance.count('incident', 'correlation_idSTARTSWITHlockstep:')) ?? 0
  const { wanted = 0, sent = 0, told = 0 } = rows[0] ?? {}
  if (sent !== wanted || made !== wanted || told !== wanted) {
    throw new Error(`${wanted} vulnerabilities, ${sent} sent, ${told} told of, ${made} incidents`)
  }
  say(`  ${made} incidents for ${wanted} vulnerabilities`)
}

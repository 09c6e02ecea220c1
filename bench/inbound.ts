import type { Database } from '../src/store/database.ts'
import type { Bench } from './support/bench.ts'
import { addFindings, isSettled, until } from './support/findings.ts'
import { perItem, usedBy, usedByPostgres, type Used } from './support/processor.ts'
import { rawClient, type Raw } from './support/raw.ts'
import { atLeast } from './support/row.ts'
import { openStand, type Stand } from './support/stand.ts'
import { median } from './support/statistics.ts'

/** As many rows as a poll asks for at a time, and the fields that it asks for. */
const PAGE = 1_000
const FIELDS =
  'sys_id,number,state,short_description,impact,urgency,priority,correlation_id,' +
  'sys_mod_count,sys_created_on,sys_updated_on,sys_updated_by'
/** States of incidents and the statuses that they mean here, turn and turn about. */
const TURNS = [
  { state: '2', status: 'IN_PROGRESS' },
  { state: '3', status: 'AWAITING_VALIDATION' },
  { state: '1', status: 'IDENTIFIED' },
]

/** From the poll that sees many changed tickets to the last of the statuses here. */
export const bench: Bench = {
  about: '5,000 tickets changed in ServiceNow: statuses here a second, against bare paged reads',
  async run(context) {
    const count = context.size(5_000)
    const far = { pollSeconds: 86_400 }
    await using stand = await openStand({ lanes: 8, ...far, profiles: context.profiles })
    await using raw = rawClient(stand.projects[0]!.instance.url)
    const [worker] = await stand.startWorkers(1)
    const used: Record<string, Used> = {
      worker: usedBy([worker?.pid ?? 0]),
      PostgreSQL: usedByPostgres(stand.database),
    }
    await addFindings(stand.database, stand.projects[0]!.assetId, count)
    await until(() => isSettled(stand.database))
    const rounds: (readonly [ours: number, bare: number])[] = []
    for (let n = 0; n <= context.rounds; n++) {
      const pair = await round(stand, raw, count, n, async (work) => {
        context.say(`  processor time for each: ${await perItem(used, count, work)}`)
      })
      // What is read and compiled at first is no part of the speed.
      if (n > 0) rounds.push(pair)
      if (n > 0) context.say(`  ${pair.map((one) => Math.round(one)).join('/s, bare ')}/s`)
    }
    return [
      atLeast(0.5, 'ratio', {
        name: `inbound: statuses of ${count} changed tickets, against bare reads in pages`,
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
  n: number,
  during: (work: () => Promise<void>) => Promise<void>,
): Promise<readonly [number, number]> {
  const { instance } = projects[0]!
  const { state, status } = TURNS[n % TURNS.length]!
  const { rows } = await database.pool.query<{ sysId: string }>(
    'select sys_id as "sysId" from ticket',
  )
  const left = rows.map(({ sysId }) => sysId)
  const edit = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      await instance.edit('incident', next, { state })
    }
  }
  const since = new Date(Date.now() - 1_000).toISOString().slice(0, 19).replace('T', ' ')
  await Promise.all(Array.from({ length: 8 }, edit))
  await instance.forgetRequests()
  let thereAt = 0
  await during(async () => {
    await database.pool.query('update inbound_cursor set polled_at = null')
    await until(() => isPolled(database))
    await until(() => isSettled(database))
    thereAt = Date.now()
  })
  await everyStatus(database, status, count)
  const tookMs = thereAt - Date.parse((await instance.requests())[0]?.at ?? '')
  const startedAt = performance.now()
  const read = await raw.readAll('incident', since, FIELDS, PAGE)
  const bareMs = performance.now() - startedAt
  if (read < count) throw new Error(`${read} rows read of ${count}`)
  return [(1000 * count) / tookMs, (1000 * read) / bareMs]
}

/** Whether a poll has ended since the time of the last one was forgotten. */
async function isPolled({ pool }: Database): Promise<boolean> {
  const { rows } = await pool.query<{ is: boolean }>(
    'select bool_and(polled_at is not null and lease_until is null) as is from inbound_cursor',
  )
  return rows[0]?.is === true
}

/** A fast wrong answer is none. */
async function everyStatus({ pool }: Database, status: string, count: number): Promise<void> {
  const { rows } = await pool.query<{ there: number }>(
    'select count(*) as there from vulnerability where status = $1',
    [status],
  )
  if (rows[0]?.there !== count) throw new Error(`${rows[0]?.there} of ${count} are ${status}`)
}

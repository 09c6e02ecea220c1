import { openCore, type Core } from '../src/app/core.ts'
import { readConfig } from '../src/config.ts'
import { poll } from '../src/inbound/poll.ts'
import { must } from '../src/lib/must.ts'
import { createLog } from '../src/log.ts'
import { inboundCursors } from '../src/store/inbound-cursor.ts'
import type { Bench } from './support/bench.ts'
import { addLinks } from './support/links.ts'
import { atMost } from './support/row.ts'
import { openStand, type Stand } from './support/stand.ts'
import { median } from './support/statistics.ts'

const FEW = 10_000
const A_TIME = 20

/** What it costs to hear that nothing has changed, with few links and with many. */
export const bench: Bench = {
  about: 'a poll with nothing new at 1,000,000 links, against 10,000',
  async run({ rounds, size, say }) {
    const count = size(1_000_000)
    await using few = await filled(FEW)
    await using many = await filled(count)
    const times = { few: [] as number[], many: [] as number[] }
    for (let n = 0; n <= rounds; n++) {
      const round = { few: await polls(few), many: await polls(many) }
      if (n > 0) {
        times.few.push(round.few)
        times.many.push(round.many)
        say(`  ${round.few.toFixed(2)} ms, ${round.many.toFixed(2)} ms`)
      }
    }
    return [
      atMost(1.2, 'ratio', {
        name: `poll: nothing new at ${count} links, against ${FEW}`,
        value: median(times.many),
        unit: 'ms',
        against: median(times.few),
        ratio: median(times.many.map((one, n) => one / (times.few[n] ?? 0))),
      }),
    ]
  },
}

interface Filled extends AsyncDisposable {
  readonly stand: Stand
  readonly core: Core
}

async function filled(count: number): Promise<Filled> {
  const stand = await openStand()
  await addLinks(stand.database.pool, must(stand.projects[0], 'a project'), count)
  const core = await openCore(readConfig(stand.env), createLog('silent'), '0.0.0')
  return {
    stand,
    core,
    async [Symbol.asyncDispose]() {
      await core.close()
      await stand[Symbol.asyncDispose]()
    },
  }
}

/** From finding out that a poll is due to having nothing to do: the median of some. */
async function polls({ core }: Filled): Promise<number> {
  const { database, reach } = core
  const cursors = inboundCursors(database.kysely)
  const times: number[] = []
  for (let n = 0; n < A_TIME; n++) {
    await database.pool.query('update inbound_cursor set polled_at = null')
    const startedAt = performance.now()
    const [due] = await cursors.claimDue(10_000, 60, database.openedAt)
    await poll(database, must(due, 'a poll'), await reach.open(must(due, 'a poll').integrationId))
    times.push(performance.now() - startedAt)
  }
  return median(times)
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Visitor } from '../src/cli/demo/visitor.ts'
import { must } from '../src/lib/must.ts'
import { openDatabase, type Database } from '../src/store/database.ts'
import { openEmbedded } from '../src/store/embedded/embedded.ts'
import { migrate } from '../src/store/migrate.ts'
import type { Bench, Context } from './support/bench.ts'
import { fill, type Many } from './support/many-vulnerabilities.ts'
import { pagesOf, type Page } from './support/pages.ts'
import { atMost, type Row } from './support/row.ts'
import { serve } from './support/served.ts'
import { percentile } from './support/statistics.ts'

const FEW = { vulnerabilities: 10_000, assets: 50 }
const MOST_MS = 50
const SAMPLES_A_ROUND = 8

/** The API behind every list and page, with few vulnerabilities and with many, turn and turn about. */
export const bench: Bench = {
  about: 'answers of list, filter, search and detail pages at 1,000,000 vulnerabilities and 10,000',
  async run(context) {
    const vulnerabilities = context.size(1_000_000)
    const many = { vulnerabilities, assets: Math.ceil(vulnerabilities / 500) }
    const data = await mkdtemp(join(tmpdir(), 'lockstep-bench-'))
    // Nothing is written while it is measured: only the filling would wait for the disk.
    const embedded = await openEmbedded({ dataDir: data, durable: false })
    const closing: (() => Promise<unknown>)[] = [
      () => rm(data, { recursive: true, force: true }),
      () => embedded.stop(),
    ]
    try {
      const [few, large] = [await side('few', FEW), await side('many', many)]
      return await comparePages(few, large, context)
    } finally {
      for (const step of closing.toReversed()) await step()
    }

    async function side(name: string, size: Many): Promise<Side> {
      const startedAt = performance.now()
      const url = await createDatabase(embedded.url, name)
      await filled(await openDatabase({ url, maxConnections: 2 }), size)
      const seconds = Math.round((performance.now() - startedAt) / 1000)
      context.say(`  filled ${size.vulnerabilities} in ${seconds} s`)
      const served = await serve(url, data)
      closing.push(() => served.stop())
      return { person: served.person, size }
    }
  },
}

export interface Side {
  readonly person: Visitor
  readonly size: Many
}

async function createDatabase(url: string, name: string): Promise<string> {
  const database = await openDatabase({ url, maxConnections: 1 })
  await database.pool.query(`create database ${name}`)
  await database.close()
  return url.replace(/\/[^/?]*\?/, `/${name}?`)
}

async function filled(database: Database, size: Many): Promise<void> {
  try {
    await migrate(database.pool)
    await fill(database.pool, size)
  } finally {
    await database.close()
  }
}

/** Each page by turns here and there, so that whatever else the machine does is shared. */
export async function comparePages(few: Side, many: Side, context: Context): Promise<Row[]> {
  const pages = await Promise.all([few, many].map(({ person, size }) => pagesOf(person, size)))
  const taken = (pages[0] ?? []).map((page, at) => ({
    page,
    few: [] as number[],
    many: [] as number[],
    at,
  }))
  for (let turn = -2; turn < context.rounds * SAMPLES_A_ROUND; turn++) {
    for (const one of taken) {
      const fewMs = await timed(few, pages[0]?.[one.at], turn + 2)
      const manyMs = await timed(many, pages[1]?.[one.at], turn + 2)
      // What is read and compiled at first is no part of the speed.
      if (turn < 0) continue
      one.few.push(fewMs)
      one.many.push(manyMs)
    }
  }
  for (const { page, few: a, many: b } of taken) {
    const figures = [
      percentile(a, 0.5),
      percentile(b, 0.5),
      percentile(a, 0.95),
      percentile(b, 0.95),
    ]
    context.say(
      `  ${page.name.padEnd(28)} ${figures.map((ms) => ms.toFixed(1).padStart(8)).join('')}`,
    )
  }
  const groups = [...new Set(taken.map(({ page }) => page.group))]
  return [null, ...groups].map((group) => {
    const own = taken.filter(({ page }) => group === null || page.group === group)
    const measured = {
      name: `lists: p95 of ${group ?? 'all pages'}, ${many.size.vulnerabilities} vulnerabilities against ${few.size.vulnerabilities}`,
      value: percentile(
        own.flatMap((one) => one.many),
        0.95,
      ),
      unit: 'ms',
      against: percentile(
        own.flatMap((one) => one.few),
        0.95,
      ),
    }
    const row = atMost(2, 'ratio', measured)
    return {
      ...row,
      target: `${row.target}, <= ${MOST_MS} ms`,
      met: row.met === true && measured.value <= MOST_MS,
    }
  })
}

async function timed({ person }: Side, page: Page | undefined, turn: number): Promise<number> {
  const path = must(page, 'a page').path(turn)
  const startedAt = performance.now()
  await person.json('GET', path)
  return performance.now() - startedAt
}

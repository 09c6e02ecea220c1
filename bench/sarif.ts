import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { AssetView, ImportView } from '../src/http/contract.ts'
import type { Visitor } from '../src/cli/demo/visitor.ts'
import { openEmbedded } from '../src/store/embedded/embedded.ts'
import type { Bench, Context } from './support/bench.ts'
import { atMost, type Row } from './support/row.ts'
import { writeSarif } from './support/sarif-report.ts'
import { serve } from './support/served.ts'
import { median } from './support/statistics.ts'

const MEGABYTE = 1024 * 1024
const MOST_MB = 300

interface Round {
  readonly parse: number
  readonly first: number
  readonly again: number
}

/** From the upload's first byte until all of it can be seen, on a database that keeps every promise. */
export const bench: Bench = {
  about: 'import of a SARIF report of 100,000 results, and again, against JSON.parse of its text',
  async run(context) {
    const results = context.size(100_000)
    const folder = await mkdtemp(join(tmpdir(), 'lockstep-bench-'))
    const embedded = await openEmbedded({ dataDir: folder })
    const served = await serve(embedded.url, folder)
    try {
      const path = join(folder, 'report.sarif')
      await writeSarif(path, results)
      return await measure(served, await readFile(path), results, context)
    } finally {
      await served.stop()
      await embedded.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measure(
  { person, pid }: Awaited<ReturnType<typeof serve>>,
  bytes: Buffer,
  results: number,
  { rounds, say }: Context,
): Promise<Row[]> {
  // A small one first: what is compiled and opened by it is not what is measured.
  await importInto(person, await addAsset(person, 'warm'), SMALL)
  const idle = await memory(pid, 'VmRSS')
  await forgetPeak(pid)
  const taken: Round[] = []
  for (let n = 0; n < rounds; n++) {
    const asset = await addAsset(person, `asset ${n}`)
    const parse = parsing(bytes)
    const first = await timed(() => importInto(person, asset, bytes), 'newCount', results)
    const again = await timed(() => importInto(person, asset, bytes), 'againCount', results)
    taken.push({ parse, first, again })
    say(
      `  parsed in ${Math.round(parse)} ms, imported in ${Math.round(first)}, ${Math.round(again)}`,
    )
  }
  const row = (name: string, of: (round: Round) => number): Row =>
    atMost(10, 'ratio', {
      name: `sarif: ${name} of ${results} results (${Math.round(bytes.length / MEGABYTE)} MB), against JSON.parse`,
      value: median(taken.map(of)),
      unit: 'ms',
      against: median(taken.map(({ parse }) => parse)),
      ratio: median(taken.map((round) => of(round) / round.parse)),
    })
  const peak = await memory(pid, 'VmHWM')
  return [
    row('import', ({ first }) => first),
    row('import again', ({ again }) => again),
    atMost(MOST_MB, 'value', {
      name: 'sarif: memory of the importing process above idle, at most',
      value: peak - idle,
      unit: 'MB',
    }),
  ]
}

const SMALL = Buffer.from(
  JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Bench' } },
        results: [{ ruleId: 'R', message: { text: 'A problem' } }],
      },
    ],
  }),
)

function parsing(bytes: Buffer): number {
  const text = bytes.toString('utf8')
  const startedAt = performance.now()
  JSON.parse(text)
  return performance.now() - startedAt
}

async function addAsset(person: Visitor, name: string): Promise<number> {
  const asset = { name, description: '', tags: [] }
  return (await person.json<AssetView>('POST', '/api/v1/assets', asset)).id
}

async function importInto(person: Visitor, assetId: number, bytes: Buffer): Promise<ImportView> {
  const query = new URLSearchParams({ assetId: String(assetId), fileName: 'report.sarif' })
  const path = `/api/v1/imports?${query.toString()}`
  const { id } = await person.upload<ImportView>(path, bytes)
  for (;;) {
    const view = await person.json<ImportView>('GET', `/api/v1/imports/${id}`)
    if (view.state === 'applied') return view
    if (view.state === 'failed') throw new Error(`the import failed: ${view.error}`)
    await sleep(100)
  }
}

/** A fast wrong answer is none: all of them were new, or all were there. */
async function timed(
  work: () => Promise<ImportView>,
  which: 'newCount' | 'againCount',
  results: number,
): Promise<number> {
  const startedAt = performance.now()
  const view = await work()
  const took = performance.now() - startedAt
  if (view[which] !== results) throw new Error(`${view[which]} of ${results} in ${which}`)
  return took
}

/** In MB, as the system has it; NaN where it does not say. */
async function memory(pid: number, which: 'VmRSS' | 'VmHWM'): Promise<number> {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return Number.NaN
  const kilobytes = new RegExp(`^${which}:\\s+(\\d+) kB`, 'm').exec(
    await readFile(file, 'utf8'),
  )?.[1]
  return Number(kilobytes) / 1024
}

async function forgetPeak(pid: number): Promise<void> {
  const file = `/proc/${pid}/clear_refs`
  if (existsSync(file)) await writeFile(file, '5')
}

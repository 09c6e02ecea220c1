import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import fc from 'fast-check'
import { Pool } from 'undici'

import { Clock } from '../emulator/clock.ts'
import { buildInstance } from '../emulator/data/build.ts'
import { DEFAULT_SEED } from '../emulator/data/default-seed.ts'
import { candidates } from '../emulator/query/candidates.ts'
import { find } from '../emulator/query/find.ts'
import { parseQuery } from '../emulator/query/parse.ts'
import { DEFAULT_SETTINGS } from '../emulator/settings.ts'
import type { Row as Incident } from '../emulator/store/sorted-rows.ts'
import { answerTo, anyRequest, fault } from '../emulator/testing/any-request.ts'
import type { Bench, Context } from './support/bench.ts'
import { cpuSeconds } from './support/child.ts'
import { startInstance } from './support/instance.ts'
import { atLeast, atMost, shown, type Row } from './support/row.ts'
import { median, percentile } from './support/statistics.ts'

const CONNECTIONS = 8
const ROUND_MS = 1_000

/** How fast the emulated instance is, and whether the other benches measure us and not it. */
export const bench: Bench = {
  about: 'the emulated instance: memory, indexes, reads and inserts a second, odd requests',
  async run(context) {
    const records = context.size(100_000)
    return [...memoryAndIndexes(records), ...(await speeds(context, records)), survived(context)]
  },
}

function memoryAndIndexes(records: number): Row[] {
  const empty = heapAfterCollecting()
  const startedAt = performance.now()
  const instance = buildInstance(new Clock(), { ...DEFAULT_SETTINGS }, DEFAULT_SEED, [], records)
  const tookMs = performance.now() - startedAt
  const perRecord = (heapAfterCollecting() - empty) / records
  const incidents = instance.database.must('incident')
  const rows = [...incidents.rows()]
  const data = rows.reduce((sum, row) => sum + lengthOf(row), 0) / rows.length
  const context = {
    database: instance.database,
    userId: '',
    userName: '',
    now: instance.clock.now(),
  }
  const middle = rows[Math.floor(rows.length / 2)] ?? {}
  const late = rows.at(-1)?.['sys_updated_on'] ?? ''
  const fifty = rows.slice(0, 50).map((row) => row['sys_id'])
  const looks = [
    `sys_id=${middle['sys_id'] ?? ''}`,
    `number=${middle['number'] ?? ''}`,
    'correlation_id=lockstep:nothing:1',
    `sys_idIN${fifty.join(',')}`,
    `sys_updated_on>=${late}^ORDERBYsys_updated_on^ORDERBYsys_id`,
    `sys_updated_on>=${late}^NQsys_created_on>=${late}`,
    'short_descriptionLIKEflickers',
  ].map((query) => {
    const parsed = parseQuery(query)
    const found = candidates(incidents, parsed, context)
    const looked = found === null ? rows.length : [...found].length
    const began = performance.now()
    find(incidents, parsed, context)
    const value = performance.now() - began
    const how = found === null ? 'scan' : 'index'
    const name = `emulator: ${query.slice(0, 40)} (${how}, ${looked} rows looked at)`
    return shown({ name, value, unit: 'ms' })
  })
  return [
    shown({ name: `emulator: starting with ${records} incidents`, value: tookMs, unit: 'ms' }),
    atMost(1024, 'value', {
      name: 'emulator: memory per incident besides its data',
      value: perRecord - data,
      unit: 'B',
    }),
    ...looks,
  ]
}

/** What the record says, at one byte a letter: what no way of keeping it could save. */
function lengthOf(row: Incident): number {
  return Object.values(row).reduce((sum, value) => sum + value.length, 0)
}

function heapAfterCollecting(): number {
  setFlagsFromString('--expose_gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}

type Ask = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: string) => Promise<string>

/** The instance in a process of its own, as it would be; this one only asks. */
async function speeds({ rounds }: Context, records: number): Promise<Row[]> {
  await using instance = await startInstance('http://127.0.0.1/none', { records })
  const pool = new Pool(instance.url, { connections: CONNECTIONS })
  const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`
  const headers = { authorization, 'content-type': 'application/json' }
  const ask: Ask = async (method, path, body) => {
    const answer = await pool.request({ method, path, headers, body: body ?? null })
    const text = await answer.body.text()
    if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${text}`)
    return text
  }
  const table = '/api/now/table/incident'
  const fields = 'sysparm_fields=sys_id,number,state,sys_mod_count,sys_updated_on'
  const ids = (await ask('GET', `${table}?sysparm_limit=200&sysparm_fields=sys_id`)).match(
    /[0-9a-f]{32}/g,
  )
  let turn = 0
  const id = (): string => ids?.[turn++ % ids.length] ?? ''
  const finding = { short_description: 'a finding', impact: '2', urgency: '1' }
  const of = (name: string, one: () => Promise<unknown>) => rate(instance.pid, rounds, name, one)
  const rows = [
    atLeast(
      3_000,
      'value',
      await of('reads of one record', () => ask('GET', `${table}/${id()}?${fields}`)),
    ),
    shown(await of('reads of all 92 fields', () => ask('GET', `${table}/${id()}`))),
    atLeast(
      3_000,
      'value',
      await of('queries by correlation_id', () =>
        ask('GET', `${table}?sysparm_query=correlation_id=none${turn++}&${fields}&sysparm_limit=2`),
      ),
    ),
    shown(await of('pages of 100', () => ask('GET', `${table}?sysparm_limit=100&${fields}`))),
    atLeast(
      1_500,
      'value',
      await of('inserts', () => {
        const body = JSON.stringify({ ...finding, correlation_id: `b:${turn++}` })
        return ask('POST', `${table}?${fields}`, body)
      }),
    ),
    shown(
      await of('updates', () => {
        const body = JSON.stringify({ impact: String((turn % 3) + 1) })
        return ask('PATCH', `${table}/${id()}?${fields}`, body)
      }),
    ),
  ]
  await pool.close()
  return rows
}

/** Answers a second, and beside it what a core of the instance's own would give. */
async function rate(pid: number, rounds: number, what: string, ask: () => Promise<unknown>) {
  const rates: number[] = []
  const perCore: number[] = []
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const [cpuBefore, until] = [cpuSeconds(pid), performance.now() + ROUND_MS]
    const before = times.length
    const one = async (): Promise<void> => {
      while (performance.now() < until) {
        const began = performance.now()
        await ask()
        times.push(performance.now() - began)
      }
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, one))
    rates.push((times.length - before) / (ROUND_MS / 1000))
    const cpu = cpuSeconds(pid) - cpuBefore
    if (cpu > 0) perCore.push((times.length - before) / cpu)
  }
  const own = perCore.length === 0 ? '' : `, ${Math.round(median(perCore))} a core`
  const late = percentile(times, 0.99).toFixed(1)
  return {
    name: `emulator: ${what} (p99 ${late} ms${own})`,
    value: median(rates),
    unit: '/s',
  }
}

function survived({ size }: Context): Row {
  const cases = size(100_000)
  const began = performance.now()
  fc.assert(
    fc.property(anyRequest, (incoming) => fault(answerTo(incoming)) === ''),
    { numRuns: cases },
  )
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  return shown({ name: `emulator: odd requests survived in ${seconds} s`, value: cases, unit: '' })
}

// How fast the emulated instance is, what a record costs, which queries use an index, and whether
// it survives a hundred thousand odd requests. Run alone: node bench/emulator.ts [records] [cases]
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
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
import type { Row } from '../emulator/store/sorted-rows.ts'
import { answerTo, anyRequest, fault } from '../emulator/testing/any-request.ts'

const [records = 100_000, cases = 100_000] = process.argv.slice(2).map(Number)
const SECONDS = 5
const CONNECTIONS = 8

const lines: (readonly [what: string, value: string, wanted: string])[] = []
const report = (what: string, value: string, wanted = ''): void => {
  lines.push([what, value, wanted])
}

measureMemoryAndIndexes()
await measureSpeed()
survive()
const widths = [0, 1].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
for (const [what, value, wanted] of lines) {
  console.log(`${what.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${wanted}`)
}

function measureMemoryAndIndexes(): void {
  const empty = heapAfterCollecting()
  const startedAt = performance.now()
  const instance = buildInstance(new Clock(), { ...DEFAULT_SETTINGS }, DEFAULT_SEED, [], records)
  const tookMs = performance.now() - startedAt
  const perRecord = (heapAfterCollecting() - empty) / records
  const incidents = instance.database.must('incident')
  const rows = [...incidents.rows()]
  const data = rows.reduce((sum, row) => sum + lengthOf(row), 0) / rows.length
  report(`starting with ${records} incidents`, `${(tookMs / 1000).toFixed(1)} s`)
  report('memory per incident, all of it', `${Math.round(perRecord)} B`)
  report('  of which its data', `${Math.round(data)} B`)
  report('  of which overhead', `${Math.round(perRecord - data)} B`, '< 1,024 B')

  const context = {
    database: instance.database,
    userId: '',
    userName: '',
    now: instance.clock.now(),
  }
  const middle = rows[Math.floor(rows.length / 2)] ?? {}
  const late = rows.at(-1)?.['sys_updated_on'] ?? ''
  for (const query of [
    `sys_id=${middle['sys_id'] ?? ''}`,
    `number=${middle['number'] ?? ''}`,
    'correlation_id=lockstep:nothing:1',
    `sys_idIN${rows
      .slice(0, 50)
      .map((row) => row['sys_id'])
      .join(',')}`,
    `sys_updated_on>=${late}^ORDERBYsys_updated_on^ORDERBYsys_id`,
    `sys_updated_on>=${late}^NQsys_created_on>=${late}`,
    'short_descriptionLIKEflickers',
  ]) {
    const parsed = parseQuery(query)
    const looked = candidates(incidents, parsed, context)
    const count = looked === null ? rows.length : [...looked].length
    const began = performance.now()
    find(incidents, parsed, context)
    const ms = performance.now() - began
    const name = query.length > 60 ? `${query.slice(0, 57)}...` : query
    const how = looked === null ? 'scan' : 'index'
    report(`  ${name}`, `${ms.toFixed(2)} ms`, `${how}, ${count} rows looked at`)
  }
}

/** What the record says, at one byte a letter: what no way of keeping it could save. */
function lengthOf(row: Row): number {
  return Object.values(row).reduce((sum, value) => sum + value.length, 0)
}

function heapAfterCollecting(): number {
  setFlagsFromString('--expose_gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}

/** The instance in a process of its own, as it would be; this one only asks. */
async function measureSpeed(): Promise<void> {
  const main = fileURLToPath(new URL('../bin/lockstep-servicenow.mjs', import.meta.url))
  const child = spawn(process.execPath, [main, '--records', String(records)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const pool = new Pool(await addressOf(child), { connections: CONNECTIONS })
    const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`
    const headers = { authorization, 'content-type': 'application/json' }
    const ask = async (
      method: 'GET' | 'POST' | 'PATCH',
      path: string,
      body?: string,
    ): Promise<string> => {
      const answer = await pool.request({ method, path, headers, body: body ?? null })
      const text = await answer.body.text()
      if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${text}`)
      return text
    }
    const list = await ask('GET', '/api/now/table/incident?sysparm_limit=200&sysparm_fields=sys_id')
    const ids = list.match(/[0-9a-f]{32}/g) ?? []
    const table = '/api/now/table/incident'
    const fields = 'sysparm_fields=sys_id,number,state,sys_mod_count,sys_updated_on'
    let turn = 0
    const id = (): string => ids[turn++ % ids.length] ?? ''
    await rate(child, 'reads of one record, five fields', '>= 3,000/s', () =>
      ask('GET', `${table}/${id()}?${fields}`),
    )
    await rate(child, 'reads of one record, all 92 fields', '', () =>
      ask('GET', `${table}/${id()}`),
    )
    await rate(child, 'queries by correlation_id', '>= 3,000/s', () =>
      ask('GET', `${table}?sysparm_query=correlation_id=none${turn++}&${fields}&sysparm_limit=2`),
    )
    await rate(child, 'pages of 100, five fields', '', () =>
      ask('GET', `${table}?sysparm_limit=100&${fields}`),
    )
    await rate(child, 'inserts', '>= 1,500/s', () =>
      ask(
        'POST',
        `${table}?${fields}`,
        JSON.stringify({
          short_description: 'a finding',
          impact: '2',
          urgency: '1',
          correlation_id: `b:${turn++}`,
        }),
      ),
    )
    await rate(child, 'updates', '', () =>
      ask(
        'PATCH',
        `${table}/${id()}?${fields}`,
        JSON.stringify({ impact: String((turn % 3) + 1) }),
      ),
    )
    await pool.close()
  } finally {
    child.kill()
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout ?? []) {
    const address = /listening on (\S+)/.exec(String(chunk))?.[1]
    if (address !== undefined) return address
  }
  throw new Error('the emulator did not start')
}

async function rate(
  child: ChildProcess,
  what: string,
  wanted: string,
  ask: () => Promise<unknown>,
): Promise<void> {
  const cpuBefore = cpuSeconds(child)
  const times: number[] = []
  const until = performance.now() + SECONDS * 1000
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      const began = performance.now()
      await ask()
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
  const cpu = cpuSeconds(child) - cpuBefore
  const perCore = cpu > 0 ? `${Math.round(times.length / cpu)} per second of its core` : ''
  const late = `p99 ${p99.toFixed(1)} ms`
  report(what, `${Math.round(times.length / SECONDS)}/s`, [perCore, late, wanted].join('  '))
}

/** What the instance itself has used: on a busy machine the clock on the wall says little. Linux only. */
function cpuSeconds({ pid }: ChildProcess): number {
  const file = `/proc/${pid ?? 0}/stat`
  if (!existsSync(file)) return 0
  const [user = 0, system = 0] = readFileSync(file, 'utf8')
    .replace(/^.*\)/s, '')
    .trim()
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return (user + system) / 100
}

function survive(): void {
  const began = performance.now()
  fc.assert(
    fc.property(anyRequest, (incoming) => fault(answerTo(incoming)) === ''),
    { numRuns: cases },
  )
  report(
    'odd requests survived',
    String(cases),
    `${((performance.now() - began) / 1000).toFixed(0)} s`,
  )
}

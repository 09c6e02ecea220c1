import { afterAll, beforeAll, expect, test } from 'vitest'

import { INCIDENTS } from '../../src/cli/demo/projects.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { connect, openStage, type TestStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

const POLL_SECONDS = 1

let stage: TestStage
let api: Visitor
let assetId: number
const closing = new AsyncDisposableStack()

beforeAll(async () => {
  stage = closing.use(await openStage())
  const connected = await connect(stage, POLL_SECONDS)
  api = connected.api
  assetId = await connected.admin.addAsset('shop', '')
  const { table, mapping } = INCIDENTS
  await connected.admin.pair(connected.integrationId, assetId, table, mapping)
  await create('the first one warms everything up')
  await until(() => ticketOf('the first one') !== undefined)
  stage.emulator.settings.serviceTimeMs = 100
})
afterAll(() => closing.disposeAsync())

// A busy machine is slow now and then: the promise is the product's, so the best of five is asked.
const TRIES = 5

test('a ticket exists within 1 s of the answer when the instance takes 100 ms', async () => {
  const took: number[] = []
  for (let n = 0; n < TRIES; n++) {
    const title = `found just now ${n}`
    await create(title)
    took.push(await until(() => ticketOf(title) !== undefined))
  }
  tell('ticket after the answer', took)
  expect(Math.min(...took)).toBeLessThan(1_000)
})

test('a status is at the instance within 1 s of the answer when the instance takes 100 ms', async () => {
  const id = await create('moved back and forth')
  await until(() => ticketOf('moved back and forth') !== undefined)
  const took: number[] = []
  for (let n = 0; n < TRIES; n++) {
    const [status, state] = n % 2 === 0 ? ['IN_PROGRESS', '2'] : ['AWAITING_VALIDATION', '3']
    await api.json('PUT', `/api/v1/vulnerabilities/${id}/status`, { status })
    took.push(await until(() => ticketOf('moved back and forth')?.['state'] === state))
  }
  tell('state after the answer', took)
  expect(Math.min(...took)).toBeLessThan(1_000)
})

test('a change in ServiceNow is here within the poll interval and 1 s', async () => {
  const id = await create('moved over there')
  await until(() => ticketOf('moved over there') !== undefined)
  const took: number[] = []
  for (let n = 0; n < TRIES; n++) {
    const [status, state] = n % 2 === 0 ? ['IN_PROGRESS', '2'] : ['AWAITING_VALIDATION', '3']
    const sysId = ticketOf('moved over there')?.['sys_id'] ?? ''
    stage.emulator.edit('incident', sysId, { state })
    took.push(await until(async () => (await statusOf(id)) === status))
  }
  tell('status after the edit', took)
  expect(Math.min(...took)).toBeLessThan((POLL_SECONDS + 1) * 1_000)
})

async function create(title: string): Promise<number> {
  const wanted = { assetId, title, severity: 'HIGH', type: 'SAST' }
  return (await api.json<{ id: number }>('POST', '/api/v1/vulnerabilities', wanted)).id
}

function ticketOf(title: string) {
  const rows = stage.emulator.records('incident')
  return rows.find((row) => String(row['short_description']).includes(title))
}

async function statusOf(id: number): Promise<unknown> {
  const { pool } = stage.core.database
  return (await pool.query('select status from vulnerability where id = $1', [id])).rows[0]?.status
}

function tell(what: string, took: readonly number[]): void {
  const sorted = took.toSorted((a, b) => a - b)
  process.stdout.write(`${what}: ${sorted.join(', ')} ms\n`)
}

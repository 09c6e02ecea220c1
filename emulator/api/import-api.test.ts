import { afterAll, beforeAll, expect, test, vi } from 'vitest'

import { startEmulator, type Emulator } from '../emulator.ts'
import { client, clientAs, REDIRECT, type Answer } from '../testing/client.ts'

type Call = (method: string, path: string, body?: unknown, headers?: object) => Promise<Answer>

const STAGING = '/api/now/import/u_imp_vulnerabilities'
let emulator: Emulator
let call: Call
beforeAll(async () => {
  emulator = await startEmulator({ redirectUris: [REDIRECT], importDelayMs: 400 })
  call = await clientAs(emulator, 'itil')
})
afterAll(() => emulator.stop())

const imported = (id: string) =>
  emulator.records('u_vulnerabilities').filter((one) => one['correlation_id'] === id)

test('an import coalesces, and its errors come with 201', async () => {
  const row = { u_external_id: 'ext-1', u_title: 'Old library', u_impact: '1' }
  const first = await call('POST', STAGING, row)
  expect(first.status).toBe(201)
  const [made] = first.json.result
  expect(made).toMatchObject({
    transform_map: 'Vulnerabilities',
    table: 'u_vulnerabilities',
    display_name: 'number',
    status: 'inserted',
    record_link: `${emulator.url}/api/now/table/u_vulnerabilities/${made.sys_id}`,
  })
  expect((await call('POST', STAGING, row)).json.result[0].status).toBe('ignored')
  const changed = await call('POST', STAGING, { ...row, u_impact: '2' })
  expect(changed.json.result[0]).toMatchObject({ status: 'updated', sys_id: made.sys_id })
  const asItil = await call('POST', '/api/now/import/imp_user', { user_name: 'new', email: 'a@b' })
  expect(asItil.status).toBe(201)
  expect(asItil.json.result[0]).toMatchObject({ status: 'error' })
})

test('many rows at once: the answer comes first, and what becomes of them later', async () => {
  const first = await call('POST', `${STAGING}/insertMultiple`, {
    records: [
      { 'External ID': 'ext-2', Title: 'One' },
      { 'External ID': 'ext-3', u_title: 'Two' },
    ],
  })
  expect(first.status).toBe(201)
  expect(Object.keys(first.json)).toEqual(['import_set_id', 'multi_import_set_id'])
  expect([imported('ext-2'), imported('ext-3')]).toEqual([[], []])
  const { import_set_id: set, multi_import_set_id: group } = first.json
  const second = await call(
    'POST',
    `${STAGING}/insertMultiple?run_after=${set}&multi_import_set_id=${group}`,
    { records: [{ 'External ID': 'ext-2', Title: 'One, again' }] },
  )
  expect(second.json.multi_import_set_id).toBe(group)
  await vi.waitFor(() => expect(imported('ext-2')[0]?.['short_description']).toBe('One, again'), {
    timeout: 10_000,
  })
  expect(imported('ext-2')).toHaveLength(1)
  // A key that is no label of a column is left out, as shipped.
  expect(imported('ext-3')[0]?.['short_description']).toBe('')
  const sets = await client(emulator)('GET', `/api/now/table/sys_import_set/${set}`)
  expect(sets.json.result).toMatchObject({ mode: 'asynchronous', state: 'processed' })
})

test('a staging table can be set to column names, and to be transformed at once', async () => {
  const entry = {
    source_table: 'u_imp_vulnerabilities',
    transformation: 'synchronous',
    column_mapping: 'column_name',
  }
  const admin = client(emulator)
  const made = await admin('POST', '/api/now/table/sys_rest_insert_multiple', entry)
  await call('POST', `${STAGING}/insertMultiple`, { records: [{ u_external_id: 'ext-4' }] })
  expect(imported('ext-4')).toHaveLength(1)
  await admin('DELETE', `/api/now/table/sys_rest_insert_multiple/${made.json.result.sys_id}`)
})

test('an administrator imports users', async () => {
  const admin = client(emulator)
  const row = { user_name: 'ann', first_name: 'Ann', last_name: 'Archer' }
  const { json } = await admin('POST', '/api/now/import/imp_user', row)
  expect(json.result[0]).toMatchObject({ status: 'inserted', display_value: 'Ann Archer' })
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { ADMIN } from '../../src/cli/demo/lockstep.ts'
import { INCIDENTS } from '../../src/cli/demo/projects.ts'
import { launchBrowser } from '../support/browser.ts'
import { allow } from '../support/instance-pages.ts'
import { person, sees, signIn } from '../support/person.ts'
import { connect, openStage, type TestStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

let stage: TestStage
let page: Page
const closing = new AsyncDisposableStack()

beforeAll(async () => {
  stage = closing.use(await openStage())
  const { admin, api, integrationId } = await connect(stage)
  const assetId = await admin.addAsset('shop', '')
  await admin.pair(integrationId, assetId, INCIDENTS.table, INCIDENTS.mapping)
  const wanted = { assetId, title: 'SQL injection', severity: 'HIGH', type: 'SAST' }
  await api.json('POST', '/api/v1/vulnerabilities', wanted)
  const browser = await launchBrowser()
  closing.defer(() => browser.close())
  const someone = closing.use(await person(browser, stage))
  page = someone.page
  await signIn(page, ADMIN.email, ADMIN.password)
  await until(() => ours().length === 1)
})
afterAll(() => closing.disposeAsync())
beforeEach(() => {
  stage.emulator.faults.clear()
})

test('when all is well every step says what was tried, and the toast says OK', async () => {
  await check()
  await sees(page, 'Your connection with ServiceNow is OK!')
  expect(await steps()).toEqual([
    'Reachable: OK',
    'Secure connection: Not tried',
    'A ServiceNow instance, awake: OK',
    'Token: OK',
    'API access: OK',
    'Read incident: OK',
    'Write incident: OK',
    'States of incident: OK',
  ])
})

test('an instance that sleeps is told as such, with where to wake it', async () => {
  stage.emulator.faults.add({ kind: 'hibernating' })
  await check()
  expect(await steps()).toContain('A ServiceNow instance, awake: Failed')
  await sees(page, /What to do: .*wake/i)
})

test('an application that may not use the API is told with the setting to change', async () => {
  const refusal = {
    kind: 'status',
    status: 403,
    message: 'User Not Authorized',
    detail: 'Access to unscoped api is not allowed',
    match: { table: 'sys_choice' },
  } as const
  stage.emulator.faults.add(refusal)
  await check()
  expect(await steps()).toContain('API access: Failed')
  await sees(page, /What to do: .*(useraccount|[Bb]roadly scoped)/)
})

test('a ticket that may not be written is told with the role that is missing', async () => {
  const refusal = {
    kind: 'status',
    status: 403,
    message: 'Operation Failed',
    detail: 'ACL Exception Update Failed due to security constraints',
    match: { method: 'PATCH', table: 'incident' },
  } as const
  stage.emulator.faults.add(refusal)
  await check()
  expect(await steps()).toContain('Write incident: Failed')
  await sees(page, /What to do: .*role/)
})

test('a state that is no longer there is told by its value, with where to map again', async () => {
  const onHold = stage.emulator
    .records('sys_choice')
    .find((row) => row['name'] === 'incident' && row['element'] === 'state' && row['value'] === '3')
  const sysId = onHold?.['sys_id'] ?? ''
  stage.emulator.edit('sys_choice', sysId, { inactive: 'true' }, 'admin')
  await check()
  expect(await steps()).toContain('States of incident: Failed')
  await sees(page, 'no longer there: 3')
  await sees(page, 'What to do: edit the project and map again')
  stage.emulator.edit('sys_choice', sysId, { inactive: 'false' }, 'admin')
})

test('somebody without rights in ServiceNow is told which table they may not read', async () => {
  await page.goto('/spa/integrations/servicenow?step=login')
  await page.getByRole('button', { name: 'Log in with ServiceNow' }).click()
  await allow(page, 'viewer')
  await page.getByRole('button', { name: 'Check connection' }).waitFor()
  await check()
  expect(await steps()).toContain('Read incident: Failed')
  await sees(page, /What to do: .*itil for most/)
})

test('a log-in that was revoked there is told with the button that helps', async () => {
  stage.emulator.revokeTokens('all')
  await check()
  expect(await steps()).toContain('Token: Failed')
  await sees(page, /What to do: log in with ServiceNow again/i)
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.reload()
  await page.getByRole('button', { name: 'Log in again' }).first().click()
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('button', { name: 'Add Project' }).waitFor()
})

test('an instance that is gone is told before anything else is tried', async () => {
  await stage.emulator.stop()
  await check()
  const all = await steps()
  expect(all[0]).toBe('Reachable: Failed')
  expect(all.slice(1).every((step) => step.endsWith(': Not tried'))).toBe(true)
  await sees(page, /What to do: .*instance/)
})

async function check(): Promise<void> {
  if (!page.url().endsWith('/integrations/servicenow')) {
    await page.goto('/spa/integrations/servicenow')
  } else await page.reload()
  await page.getByRole('button', { name: 'Check connection' }).click()
  await page.getByRole('list', { name: 'Steps of the check' }).waitFor()
}

async function steps(): Promise<string[]> {
  const list = page.getByRole('list', { name: 'Steps of the check' })
  const texts = await list.getByText(/: (OK|Failed|Not tried)$/).allTextContents()
  return texts.map((text) => text.trim())
}

function ours() {
  return stage.emulator
    .records('incident')
    .filter((row) => row['correlation_display'] === 'Lockstep')
}

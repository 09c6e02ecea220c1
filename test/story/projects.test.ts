import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { ADMIN } from '../../src/cli/demo/lockstep.ts'
import { visitor, type Visitor } from '../../src/cli/demo/visitor.ts'
import { launchBrowser } from '../support/browser.ts'
import { choose, person, sees, signIn } from '../support/person.ts'
import { connect, openStage, type TestStage } from '../support/stage.ts'

let stage: TestStage
let page: Page
let api: Visitor
const closing = new AsyncDisposableStack()

beforeAll(async () => {
  stage = closing.use(await openStage())
  const browser = await launchBrowser()
  closing.defer(() => browser.close())
  const connected = await connect(stage)
  api = connected.api
  const assetId = await connected.admin.addAsset('shop', '')
  for (const severity of ['CRITICAL', 'HIGH', 'LOW']) {
    const title = `A ${severity.toLowerCase()} one`
    const wanted = { assetId, title, severity, type: 'SAST' }
    await api.json('POST', '/api/v1/vulnerabilities', wanted)
  }
  const admin = closing.use(await person(browser, stage))
  page = admin.page
  await signIn(page, ADMIN.email, ADMIN.password)
})
afterAll(() => closing.disposeAsync())

test('the form shows the priority that the rules of this instance give', async () => {
  await openForm()
  const promise = page.getByTestId('promise-CRITICAL')
  await promise.waitFor()
  expect(await promise.textContent()).toBe(
    'Tickets get priority 1 - Critical: read from the instance.',
  )
  // The administrator of the instance decides that impact 1 and urgency 1 are only a 2.
  const rules = visitor(stage.emulator.url, {
    authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}`,
  })
  const table = '/api/now/table/dl_u_priority'
  const { result } = await rules.json<{ result: { sys_id: string }[] }>(
    'GET',
    `${table}?sysparm_query=impact=1^urgency=1`,
  )
  expect(result).toHaveLength(1)
  await rules.json('PATCH', `${table}/${result[0]?.sys_id}`, { priority: '2' })

  await page.reload()
  await choose(page, 'Asset', 'shop')
  await choose(page, 'ServiceNow Project', 'Incident (incident)')
  const pair = async (name: string) =>
    page.getByRole('combobox', { name: `${name} for Critical` }).inputValue()
  await promise.waitFor()
  // No pair gives priority 1 any more, so the stock pair 1/1 stands with what it gives now.
  expect(await pair('Impact')).toMatch(/^1/)
  expect(await pair('Urgency')).toMatch(/^1/)
  expect(await promise.textContent()).toBe('Tickets get priority 2 - High: read from the instance.')
  await rules.json('PATCH', `${table}/${result[0]?.sys_id}`, { priority: '1' })
})

test('Save asks about vulnerabilities that were there before, and "only new ones" holds them', async () => {
  await openForm()
  await choose(page, 'External Status for Identified', 'New')
  await choose(page, 'Add a field: Fields of new tickets', 'Assignment group (assignment_group)')
  const group = page.getByRole('combobox', { name: 'Assignment group (assignment_group)' })
  await group.fill('service d')
  await page.getByRole('option', { name: 'Service Desk' }).click()
  expect(await group.inputValue()).toBe('Service Desk')
  await page.getByRole('button', { name: 'Save' }).click()
  await sees(page, '3 vulnerabilities are waiting')
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await page.getByRole('radio', { name: 'Only new ones' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: '3 held: send…' }).waitFor()

  await page.goto('/spa/vulnerabilities')
  await page.getByRole('link', { name: 'A critical one' }).click()
  await sees(page, 'Held')
  expect(tickets()).toEqual([])
})

test('what is identified after the pairing is sent although older ones are held', async () => {
  const { rows } = await stage.core.database.pool.query('select id from asset')
  const wanted = { assetId: rows[0]?.id, title: 'A new one', severity: 'MEDIUM', type: 'SAST' }
  await api.json('POST', '/api/v1/vulnerabilities', wanted)
  await expect.poll(tickets, { timeout: 10_000 }).toHaveLength(1)
  expect(tickets()[0]).toContain('A new one')
  const [desk] = stage.emulator
    .records('sys_user_group')
    .filter(({ name }) => name === 'Service Desk')
  const [ticket] = stage.emulator.records('incident').filter(isOurs)
  expect(ticket?.['assignment_group']).toBe(desk?.['sys_id'])
})

test('held vulnerabilities are sent when somebody decides so, by severity', async () => {
  await page.goto('/spa/integrations/servicenow')
  await page.getByRole('button', { name: '3 held: send…' }).click()
  await page.getByRole('radio', { name: 'Choose severities' }).check()
  const dialog = page.getByRole('dialog')
  for (const severity of ['Critical', 'High']) {
    await dialog.getByRole('checkbox', { name: severity, exact: true }).check()
  }
  await page.getByRole('button', { name: 'Confirm' }).click()
  await sees(page, 'Sending has begun')
  await expect.poll(tickets, { timeout: 10_000 }).toHaveLength(3)
  await page.getByRole('button', { name: '1 held: send…' }).click()
  await page.getByRole('radio', { name: 'Send them now' }).check()
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect.poll(tickets, { timeout: 10_000 }).toHaveLength(4)
  await sees(page, '4 sent')
})

test('an edited mapping asks whether the tickets there are to follow now', async () => {
  await page.getByRole('button', { name: /^Edit/ }).click()
  await page.getByRole('combobox', { name: 'External Status for Identified' }).waitFor()
  await choose(page, 'External Status for Identified', 'On Hold')
  await page.getByRole('button', { name: 'Save' }).click()
  await sees(page, '4 tickets would change')
  await page.getByRole('radio', { name: 'Apply now' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  const states = () =>
    stage.emulator
      .records('incident')
      .filter(isOurs)
      .map((row) => row['state'])
  await expect.poll(states, { timeout: 15_000 }).toEqual(['3', '3', '3', '3'])
})

test('a project is deleted only after its name was typed, and its tickets stay', async () => {
  await page.goto('/spa/integrations/servicenow')
  await page.getByRole('button', { name: /^Delete/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('shop')
  await dialog
    .getByRole('button', { name: /Delete/ })
    .last()
    .click()
  await sees(page, 'No data available')
  expect(tickets()).toHaveLength(4)
})

async function openForm(): Promise<void> {
  await page.goto('/spa/integrations/servicenow?project=new')
  await choose(page, 'Asset', 'shop')
  await choose(page, 'ServiceNow Project', 'Incident (incident)')
}

function tickets(): unknown[] {
  return stage.emulator
    .records('incident')
    .filter(isOurs)
    .map((row) => row['short_description'])
}

function isOurs(row: Readonly<Record<string, string>>): boolean {
  return row['correlation_display'] === 'Lockstep'
}

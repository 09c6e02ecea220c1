import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { launchBrowser } from '../support/browser.ts'
import { allow } from '../support/instance-pages.ts'
import { choose, person, sees, type Person } from '../support/person.ts'
import { openStage, ROOT, type TestStage } from '../support/stage.ts'

const POLL_SECONDS = 2
const SAMPLE = join(ROOT, 'samples', 'flawfinder-kerberos.sarif')

const grave = (rule: string) => ({ rule, title: `Grave ${rule}`, severity: 'CRITICAL' })
const high = (rule: string) => ({ rule, title: `High ${rule}`, severity: 'HIGH' })
const findings = [grave('A-1'), grave('A-2'), high('A-3'), high('A-4'), high('A-5')]
const SCAN = {
  name: 'acme.json',
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify({ lockstep: 1, tool: 'Acme', findings })),
}

let stage: TestStage
let admin: Person
let page: Page
const closing = new AsyncDisposableStack()

beforeAll(async () => {
  stage = closing.use(await openStage())
  const browser = await launchBrowser()
  closing.defer(() => browser.close())
  admin = closing.use(await person(browser, stage))
  page = admin.page
})
afterAll(() => closing.disposeAsync())

// One person's first day: each test goes on where the one before ended.

test('the one-time link makes the first administrator, and only once', async () => {
  await page.goto(stage.setupLink)
  await page.getByLabel('Name').fill('Ada Admin')
  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor()
  const other = await admin.context.newPage()
  await other.goto(stage.setupLink)
  await sees(other, 'There is an administrator already.')
  await other.close()
})

test('ServiceNow is connected by logging in there and choosing Allow', async () => {
  await page.getByRole('link', { name: 'Integrations' }).click()
  await page.getByText('Defect Tracking').first().click()
  await page.getByRole('link', { name: 'Connect' }).click()
  await page.getByLabel('ServiceNow Instance URL').fill(stage.emulator.url)
  await page.getByLabel('Client ID').fill('lockstep')
  await page.getByRole('textbox', { name: 'Client Secret' }).fill('lockstep-secret')
  await page.getByRole('button', { name: 'Log in with ServiceNow' }).click()
  await allow(page, 'itil')
  await page.getByRole('button', { name: 'Add Project' }).waitFor()
  expect(page.url()).not.toContain('code=')
  await sees(page, /as itil/)
})

test('an asset is paired with Incident by the form', async () => {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByLabel('Look for changes every (seconds)').fill(String(POLL_SECONDS))
  await page.getByRole('button', { name: 'Save' }).click()
  await sees(page, 'Settings saved')

  await page.getByRole('link', { name: 'Assets' }).click()
  await page.getByRole('button', { name: 'New asset' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill('kerberos')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('link', { name: 'Not paired: add a project' }).click()

  await page.getByRole('button', { name: 'Add Project' }).click()
  await choose(page, 'Asset', 'kerberos')
  await choose(page, 'ServiceNow Project', 'Incident (incident)')
  await choose(page, 'External Status for Identified', 'New')
  await choose(page, 'External Status for In progress', 'In Progress')
  await choose(page, 'External Status for Awaiting Validation', 'On Hold')
  await page.getByRole('button', { name: 'Save' }).click()
  const row = page.getByRole('table', { name: 'Projects' }).getByRole('row', { name: /kerberos/ })
  await row.waitFor()
  expect(await row.textContent()).toContain('Incident')
})

test("a scanner's report dropped on the asset becomes tickets", async () => {
  await page.getByRole('link', { name: 'Assets' }).click()
  await page.getByRole('link', { name: 'kerberos' }).click()
  await page.getByLabel('Report file').setInputFiles(SAMPLE)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await sees(page, 'flawfinder-kerberos.sarif is imported')
  await page.getByRole('link', { name: 'Show its vulnerabilities' }).click()
  const list = page.getByRole('table', { name: 'Vulnerabilities' })
  await list
    .getByRole('link', { name: /^INC\d+/ })
    .first()
    .waitFor()
  const { rows } = await stage.core.database.pool.query('select id, title from vulnerability')
  const titles = rows.map(({ id, title }) => `[CONVISO] ${id} - ${title}`.slice(0, 160))
  await expect
    .poll(() => new Set(tickets().map((row) => row['short_description'])), { timeout: 30_000 })
    .toEqual(new Set(titles))
  expect(tickets()).toHaveLength(rows.length)
})

test('a ticket moved in ServiceNow moves the vulnerability within the poll interval and a second', async () => {
  const row = page.getByRole('table', { name: 'Vulnerabilities' }).getByRole('row').nth(1)
  await row.getByRole('cell').nth(1).click()
  await page.getByRole('tab', { name: 'Timeline' }).waitFor()
  const number = page.getByRole('link', { name: /^INC\d+/ })
  const [ticket] = await Promise.all([page.waitForEvent('popup'), number.click()])
  await ticket.getByLabel('State', { exact: true }).selectOption({ label: 'In Progress' })
  await ticket.getByRole('button', { name: 'Update' }).click()
  await ticket.waitForLoadState()
  const moved = performance.now()
  const id = Number(new URL(page.url()).pathname.split('/').at(-1))
  await expect.poll(() => statusOf(id), { interval: 20, timeout: 15_000 }).toBe('IN_PROGRESS')
  expect(performance.now() - moved).toBeLessThan((POLL_SECONDS + 1) * 1_000)
  await expect
    .poll(() => page.getByRole('combobox', { name: 'Status' }).inputValue(), { timeout: 15_000 })
    .toBe('In Progress')
  await ticket.close()
})

test('a status changed in Lockstep moves the ticket, and the timeline says who did what', async () => {
  await choose(page, 'Status', 'Awaiting Validation')
  await page.getByLabel('Reason').fill('patched, please look')
  await page.getByRole('button', { name: 'Change status' }).click()
  await sees(page, 'Status is now Awaiting Validation')
  const id = Number(new URL(page.url()).pathname.split('/').at(-1))
  const ticket = () =>
    tickets().find((row) => String(row['short_description']).startsWith(`[CONVISO] ${id} - `))
  await expect.poll(() => ticket()?.['state'], { timeout: 5_000 }).toBe('3')
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await sees(page, /from Identified to In Progress/)
  await sees(page, /from In Progress to Awaiting Validation/)
  await sees(page, 'patched, please look')
})

test('a scan is rehearsed, and many tickets wait for an answer on the dashboard', async () => {
  await page.getByRole('link', { name: 'Policies' }).click()
  await page.getByLabel('Ask before one import opens more tickets than').fill('2')
  await page.getByRole('button', { name: 'Save' }).click()
  await sees(page, 'Policies saved')

  await page.getByRole('link', { name: 'Assets' }).click()
  await page.getByRole('link', { name: 'kerberos' }).click()
  await page.getByLabel('Report file').setInputFiles([SCAN])
  await page.getByRole('radio', { name: 'All of one branch or path' }).click()
  await page.getByLabel('Name of the branch or path').fill('release')
  await page.getByRole('button', { name: 'What would happen?' }).click()
  await sees(page, 'It would open 5 tickets')
  const before = tickets().length
  await page.getByRole('button', { name: 'Import now' }).click()
  await sees(page, 'acme.json is imported')

  await page.getByRole('link', { name: 'Dashboard' }).click()
  await sees(page, 'An import into kerberos opens 5 tickets')
  await page.getByRole('link', { name: 'Answer' }).click()
  await page.getByRole('radio', { name: 'Open some, by severity' }).click()
  await page.getByRole('checkbox', { name: 'Critical (2)' }).click()
  await page.getByRole('button', { name: 'Confirm' }).click()
  await sees(page, 'Sending has begun')
  await expect.poll(() => tickets().length, { timeout: 15_000 }).toBe(before + 2)
  await sees(page, 'The question about 5 tickets is answered')
})

test('through all of it the browser had nothing to complain of', () => {
  expect(admin.complaints).toEqual([])
})

function tickets() {
  return stage.emulator
    .records('incident')
    .filter((row) => row['correlation_display'] === 'Lockstep')
}

async function statusOf(id: number): Promise<unknown> {
  const { pool } = stage.core.database
  return (await pool.query('select status from vulnerability where id = $1', [id])).rows[0]?.status
}

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { ADMIN, lockstepSide } from '../../src/cli/demo/lockstep.ts'
import { launchBrowser } from '../support/browser.ts'
import { allow, deny } from '../support/instance-pages.ts'
import { person, sees, signIn, type Person } from '../support/person.ts'
import { openStage, type TestStage } from '../support/stage.ts'

let stage: TestStage
let browser: Browser
let admin: Person
const closing = new AsyncDisposableStack()

beforeAll(async () => {
  stage = closing.use(await openStage())
  await lockstepSide(stage.url, new URL(stage.setupLink).searchParams.get('token') ?? '')
  browser = await launchBrowser()
  closing.defer(() => browser.close())
  admin = closing.use(await person(browser, stage))
  await signIn(admin.page, ADMIN.email, ADMIN.password)
})
afterAll(() => closing.disposeAsync())

const NOT_AN_INSTANCE = [
  ['without https', () => 'http://acme.service-now.com', 'must begin with https://'],
  ['not allowed', () => 'https://acme.example.com', 'is not an allowed ServiceNow host'],
  ['not a URL', () => 'acme', 'enter it in full, as https://'],
  ['not a ServiceNow', () => stage.url, 'is not a ServiceNow instance'],
] as const

test.for(NOT_AN_INSTANCE)(
  'an instance URL that is %s is refused beside its field, and nothing is kept',
  async ([, url, words]) => {
    const { page } = admin
    await page.goto('/spa/integrations/servicenow')
    await fill(url(), 'lockstep', 'lockstep-secret')
    const field = page.getByLabel('ServiceNow Instance URL')
    await sees(page, words)
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await count('integration')).toBe(0)
    expect(await count('instance')).toBe(0)
  },
)

test('consent that is denied says so, what to do, and keeps no log-in', async () => {
  const { page } = admin
  await page.goto('/spa/integrations/servicenow')
  await fill(stage.emulator.url, 'lockstep', 'lockstep-secret')
  await deny(page, 'itil')
  await sees(page, 'Access was denied on the ServiceNow page.')
  await sees(page, 'Log in again and choose Allow')
  await sees(page, 'Nothing was changed')
  expect(new URL(page.url()).search).toBe('')
  expect(await loggedIn()).toBe(0)
})

test('a wrong client secret is told with what to copy, and entered again it works', async () => {
  const { page } = admin
  await page.getByRole('link', { name: 'Try again' }).click()
  await fill(null, 'lockstep', 'not-the-secret')
  await page.getByRole('button', { name: 'Allow' }).click()
  await sees(page, 'ServiceNow refused the Client ID, the Client Secret or the code.')
  await sees(page, 'Copy Client ID and Client Secret again')
  expect(await loggedIn()).toBe(0)

  await page.getByRole('link', { name: 'Try again' }).click()
  await fill(null, 'lockstep', 'lockstep-secret')
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('button', { name: 'Add Project' }).waitFor()
  expect(await loggedIn()).toBe(1)
})

test('a state that nobody was given changes nothing', async () => {
  const { page } = admin
  await page.goto(`/spa/callback/servicenow?code=stolen&state=${'ab'.repeat(16)}`)
  await sees(page, 'This answer does not belong to a log-in that was started here.')
  await sees(page, 'Start again with "Log in with ServiceNow".')
  expect(await loggedIn()).toBe(1)
})

test('an answer of ServiceNow is taken once, and only in the session that asked', async () => {
  const back: string[] = []
  const { page } = admin
  page.on('request', (request) => {
    if (request.url().includes('/callback/servicenow?')) back.push(request.url())
  })
  await page.goto('/spa/integrations/servicenow?step=login')
  await fill(null, 'lockstep', '')
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('button', { name: 'Add Project' }).waitFor()
  expect(back).toHaveLength(1)

  await page.goto(back[0] ?? '')
  await sees(page, 'This answer was used already.')

  await using other = await person(browser, stage)
  await signIn(other.page, ADMIN.email, ADMIN.password)
  await other.page.goto('/spa/integrations/servicenow?step=login')
  await other.page.getByRole('button', { name: 'Log in with ServiceNow' }).click()
  await other.page.route('**/spa/callback/servicenow?**', (route) => route.abort())
  const sentBack = other.page.waitForRequest('**/spa/callback/servicenow?**')
  await allow(other.page, 'itil')
  await page.goto((await sentBack).url())
  await sees(page, 'The log-in was started by somebody else, or before you signed in again.')
})

test('a client that ServiceNow does not know is told on its own page', async () => {
  const { page } = admin
  await page.goto('/spa/integrations/servicenow?step=login')
  await fill(null, 'nobody', '')
  await sees(page, 'Invalid client_id')
})

async function fill(url: string | null, clientId: string, secret: string): Promise<void> {
  const { page } = admin
  if (url !== null) await page.getByLabel('ServiceNow Instance URL').fill(url)
  await page.getByLabel('Client ID').fill(clientId)
  await page.getByRole('textbox', { name: 'Client Secret' }).fill(secret)
  await page.getByRole('button', { name: 'Log in with ServiceNow' }).click()
}

async function count(table: 'integration' | 'instance'): Promise<number> {
  const { pool } = stage.core.database
  return (await pool.query(`select count(*)::int as n from ${table}`)).rows[0]?.n
}

/** Integrations that hold a token. */
async function loggedIn(): Promise<number> {
  const { pool } = stage.core.database
  const { rows } = await pool.query(
    'select count(*)::int as n from integration where access_token_sealed is not null',
  )
  return rows[0]?.n
}

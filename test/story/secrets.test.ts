import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { visitor } from '../../src/cli/demo/visitor.ts'
import { tokenStore } from '../../src/store/token.ts'
import { launchBrowser } from '../support/browser.ts'
import { allow } from '../support/instance-pages.ts'
import { person, sees, type Person } from '../support/person.ts'
import { openStage, type TestStage } from '../support/stage.ts'

const SECRETS = {
  'client secret': 'canary-client-secret-5f3a',
  'replaced client secret': 'canary-wrong-secret-77d1',
  password: 'canary-password-c0ffee',
  'new password': 'canary-new-password-decaf',
}

let stage: TestStage
let browser: Browser
let admin: Person
let page: Page
const closing = new AsyncDisposableStack()
/** What must be found nowhere, by name. */
const canaries = new Map<string, string>(Object.entries(SECRETS))

beforeAll(async () => {
  const client = {
    name: 'Lockstep',
    clientId: 'lockstep',
    clientSecret: SECRETS['client secret'],
  }
  stage = closing.use(await openStage({ seed: { clients: [client] } }))
  browser = await launchBrowser()
  closing.defer(() => browser.close())
  admin = closing.use(await person(browser, stage))
  page = admin.page
  await useEverySecret()
}, 120_000)
afterAll(() => closing.disposeAsync())

test('no secret is in the log, not even at debug', () => {
  const logged = stage.logged()
  expect(logged).toContain('/api/v1/integrations')
  expect(found(logged)).toEqual([])
})

test('no secret is in an answer of the API, but a new key in the one that hands it over', () => {
  const answers = admin.answers.filter((answer) => !answer.includes(`"key":"${key()}"`))
  expect(admin.answers.length - answers.length).toBe(1)
  expect(answers.length).toBeGreaterThan(20)
  expect(found(answers.join('\n'))).toEqual([])
})

test('no secret is in the database in the clear', async () => {
  const { pool } = stage.core.database
  const { rows: columns } = await pool.query<{ t: string; c: string; type: string }>(
    `select format('%I.%I', table_schema, table_name) as t, quote_ident(column_name) as c,
       data_type as type
     from information_schema.columns join information_schema.tables
       using (table_catalog, table_schema, table_name)
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
       and data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')`,
  )
  expect(columns.length).toBeGreaterThan(100)
  const places: string[] = []
  for (const { t, c, type } of columns) {
    const text = type === 'bytea' ? `encode(${c}, 'escape')` : `${c}::text`
    const { rows } = await pool.query<{ hit: string }>(
      `select hit from unnest($1::text[]) as hit
       where exists (select from ${t} where position(hit in ${text}) > 0)`,
      [[...canaries.values()]],
    )
    places.push(...rows.map(({ hit }) => `${nameOf(hit)} in ${t}.${c}`))
  }
  expect(places).toEqual([])
})

test('the tokens that were looked for are those the instance takes', async () => {
  const token = canaries.get('second access token') ?? ''
  const answer = await fetch(`${stage.emulator.url}/api/now/table/incident?sysparm_limit=1`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(answer.status).toBe(200)
})

/** Every way a secret comes in, well and wrongly. */
async function useEverySecret(): Promise<void> {
  await page.goto(stage.setupLink)
  await page.getByLabel('Name').fill('Ada Admin')
  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill(SECRETS.password)
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await page.getByRole('navigation', { name: 'Main menu' }).waitFor()

  await page.goto('/spa/integrations/servicenow')
  await page.getByLabel('ServiceNow Instance URL').fill(stage.emulator.url)
  await logInWith(SECRETS['replaced client secret'])
  await allow(page, 'itil')
  await sees(page, 'ServiceNow refused the Client ID')
  await page.getByRole('link', { name: 'Try again' }).click()
  await logInWith(SECRETS['client secret'])
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('button', { name: 'Add Project' }).waitFor()
  await rememberTokens('first')
  stage.emulator.revokeTokens('access')
  await page.getByRole('button', { name: 'Check connection' }).click()
  await page.getByRole('dialog').getByText('Token: OK').waitFor()
  await rememberTokens('second')

  await page.goto('/spa/account')
  await page.getByRole('button', { name: 'New API key' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill('build')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Create/ })
    .click()
  const shown = page.getByRole('textbox', { name: 'API key' })
  canaries.set('API key', await shown.inputValue())
  await visitor(stage.url, { 'x-api-key': key() }).json('GET', '/api/v1/vulnerabilities')
  await visitor(stage.url, { 'x-api-key': `${key()}x` })
    .json('GET', '/api/v1/vulnerabilities')
    .catch(() => undefined)

  await page.goto('/spa/account')
  await page.getByRole('textbox', { name: 'Current password' }).fill(SECRETS.password)
  await page.getByRole('textbox', { name: 'New password' }).fill(SECRETS['new password'])
  await page.getByRole('button', { name: /Change password/ }).click()
  await sees(page, 'Password changed')

  const wrong = visitor(stage.url)
  const email = 'ada@example.com'
  for (const body of [
    { email, password: SECRETS.password },
    { email: { password: SECRETS.password }, password: SECRETS['new password'] },
  ]) {
    await wrong.json('POST', '/api/auth/sign-in/email', body).catch(() => undefined)
  }
  for (const path of [
    '',
    'integrations/servicenow',
    'integrations/servicenow/deliveries',
    'people',
  ]) {
    await page.goto(`/spa/${path}`)
    await page.waitForLoadState('networkidle')
  }
}

async function logInWith(secret: string): Promise<void> {
  await page.getByLabel('Client ID').fill('lockstep')
  await page.getByRole('textbox', { name: 'Client Secret' }).fill(secret)
  await page.getByRole('button', { name: 'Log in with ServiceNow' }).click()
}

async function rememberTokens(which: string): Promise<void> {
  const { database, secrets } = stage.core
  const { rows } = await database.pool.query('select id from integration')
  const tokens = await tokenStore(database, secrets.sealer, rows[0]?.id).read()
  expect(tokens.accessToken).not.toBeNull()
  canaries.set(`${which} access token`, tokens.accessToken ?? '')
  canaries.set(`${which} refresh token`, tokens.refreshToken ?? '')
}

function key(): string {
  return canaries.get('API key') ?? ''
}

/** The names of the secrets in `text`, as they are or in an encoding that hides nothing. */
function found(text: string): string[] {
  return [...canaries]
    .filter(([, secret]) =>
      [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64').replace(/=+$/, ''),
        Buffer.from(secret).toString('hex'),
      ].some((form) => form !== '' && text.includes(form)),
    )
    .map(([name]) => name)
}

function nameOf(secret: string): string {
  return [...canaries].find(([, value]) => value === secret)?.[0] ?? ''
}

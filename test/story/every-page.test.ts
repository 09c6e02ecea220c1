import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { ADMIN, type LockstepSide } from '../../src/cli/demo/lockstep.ts'
import { CUSTOM, INCIDENTS } from '../../src/cli/demo/projects.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { contrastFaultsOf, faultsOf } from '../support/accessible.ts'
import { launchBrowser } from '../support/browser.ts'
import { invited } from '../support/people.ts'
import { expectNoSidewaysScroll, person, sees, signIn, type Person } from '../support/person.ts'
import { connect, openStage, ROOT, type TestStage } from '../support/stage.ts'
import { until } from '../support/until.ts'

let stage: TestStage
let browser: Browser
let api: Visitor
let admin: Person
let stranger: Person
const closing = new AsyncDisposableStack()

beforeAll(async () => {
  stage = closing.use(await openStage())
  browser = await launchBrowser()
  closing.defer(() => browser.close())
  stranger = closing.use(await person(browser, stage))
  await everyWidthAndTheme(stranger, stage.setupLink, 'Create administrator')
  await furnish()
  admin = closing.use(await person(browser, stage))
  await signIn(admin.page, ADMIN.email, ADMIN.password)
}, 120_000)
afterAll(() => closing.disposeAsync())

const LONG = `A title as scanners write them: ${'unbounded copy into a buffer that is too small; '.repeat(7)}`

const STRANGERS = [
  ['sign-in', 'sign-in', 'Sign in'],
  ['set-up, when there is an administrator', 'setup', 'There is an administrator already.'],
  ['a link that is no longer good', `link/${'x'.repeat(43)}`, 'Go to sign in'],
] as const

const PAGES = [
  ['dashboard', '', 'Open vulnerabilities'],
  ['vulnerabilities', 'vulnerabilities', 'INC'],
  ['a filter that nothing matches', 'vulnerabilities?search=nothinglikethis', 'Nothing matches'],
  ['a vulnerability', 'vulnerabilities/1', 'Remediation'],
  ['its timeline', 'vulnerabilities/1?tab=timeline', 'Identified'],
  ['a vulnerability with a long title', 'vulnerabilities/LONG', 'Ticket'],
  ['a vulnerability that is not there', 'vulnerabilities/999999', 'not'],
  ['assets', 'assets', 'kerberos'],
  ['an asset', 'assets/1', 'Drop the reports'],
  ['an import', 'assets/1/imports/1', 'What it brought'],
  ['an import that asks', 'assets/1/imports/2', 'This import opens 2 tickets'],
  ['an import that is not there', 'assets/1/imports/999999', 'not'],
  ['integrations', 'integrations', 'Settings'],
  ['the ServiceNow page', 'integrations/servicenow', 'Add Project'],
  ['its log-in step', 'integrations/servicenow?step=login', 'Redirect URL'],
  ['the form of a new project', 'integrations/servicenow?project=new', 'Choose a ServiceNow'],
  ['the form of a project', 'integrations/servicenow?project=1', 'Rules'],
  ['recent deliveries', 'integrations/servicenow/deliveries', 'Incident created'],
  ['policies', 'policies', 'Send Vulnerability'],
  ['people', 'people', 'dev@example.com'],
  ['account', 'account', 'API keys'],
  ['a page that is not there', 'nowhere', 'not'],
] as const

test.for(STRANGERS)('%s: anybody can use it, at any width, light and dark', async (page) => {
  const [, path, text] = page
  await everyWidthAndTheme(stranger, `/spa/${path}`, text)
})

test('an invitation: anybody can use it, at any width, light and dark', async () => {
  const invitation = { email: 'new@example.com', name: 'New', role: 'VIEWER' }
  const { link } = await api.json<{ link: string }>(
    'POST',
    '/api/v1/people/invitations',
    invitation,
  )
  await everyWidthAndTheme(stranger, link, 'Accept invitation')
})

test.for(PAGES)('%s: anybody can use it, at any width, light and dark', async (page) => {
  const [, path, text] = page
  await everyWidthAndTheme(admin, `/spa/${path.replace('LONG', String(longOne))}`, text)
})

const OVERLAYS = [
  ['vulnerabilities', 'New vulnerability'],
  ['vulnerabilities', 'Severity'],
  ['vulnerabilities/1', 'Edit'],
  ['vulnerabilities/1', 'More actions'],
  ['assets', 'New asset'],
  ['assets/1', 'Archive'],
  ['integrations/servicenow', 'Settings'],
  ['integrations/servicenow', 'View documentation'],
  ['integrations/servicenow', 'Check connection'],
  ['integrations/servicenow', 'Remove integration'],
  ['integrations/servicenow', 'Delete kerberos'],
  ['people', 'Invite'],
  ['people', 'Actions for dev'],
  ['account', 'New API key'],
  ['', 'Account of'],
] as const

test.for(OVERLAYS)('on /%s, what "%s" opens: anybody can use it', async ([path, button]) => {
  const { page } = admin
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`/spa/${path}`)
  const opened = '[role=dialog], [role=menu]'
  const overlay = page.locator(opened).filter({ visible: true }).first()
  await page.getByRole('button', { name: button }).first().click()
  await overlay.waitFor()
  expect(await faultsOf(page, opened)).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  await expectNoSidewaysScroll(page, `/spa/${path} at 360`)
})

const MARKUP =
  '<img src=x onerror="window.ran=1"><script>window.ran=1</script>"><svg onload="window.ran=1"> ' +
  '[link](javascript:window.ran=1) `<b onmouseover="window.ran=1">` javascript:window.ran=1'

const MADE_OF_MARKUP = '[onerror], [onload], [onmouseover], img[src=x], a[href^="javascript:" i]'

test('markup in a report is text on every page, and nothing of it runs', async () => {
  const { page, complaints } = admin
  const { assetId, importId, vulnerabilityIds } = await importMarkup()
  const kinds = vulnerabilityIds.map((id) => `vulnerabilities/${id}`)
  const pages = [
    'vulnerabilities?search=onerror',
    ...kinds,
    ...kinds.map((path) => `${path}?tab=timeline`),
    `assets/${assetId}/imports/${importId}`,
    `assets/${assetId}`,
    'integrations/servicenow/deliveries',
  ]
  await page.setViewportSize({ width: 1440, height: 900 })
  for (const path of pages) {
    await page.goto(`/spa/${path}`)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.waitForLoadState('networkidle')
    if (/\/\d+$|search/.test(path)) {
      await page.getByText('<img src=x onerror=').filter({ visible: true }).first().waitFor()
    }
    expect([path, await page.evaluate("'ran' in window")]).toEqual([path, false])
    expect([path, await page.locator(MADE_OF_MARKUP).count()]).toEqual([path, 0])
  }
  // What the policy had to forbid would be a complaint too.
  expect(unexpected(complaints)).toEqual([])
})

async function importMarkup() {
  const finding = (type: string, evidence: object) => ({
    rule: `${MARKUP} ${type}`.slice(0, 300),
    title: `${MARKUP} ${type}`.slice(0, 300),
    severity: 'HIGH',
    type,
    description: MARKUP,
    solution: MARKUP,
    reference: `javascript:window.ran=1 ${MARKUP}`,
    category: MARKUP.slice(0, 100),
    evidence,
  })
  const findings = [
    finding('SAST', {
      fileName: MARKUP,
      firstLine: 1,
      vulnerableLine: MARKUP,
      codeSnippet: MARKUP,
    }),
    finding('DAST', { url: MARKUP, method: 'GET', request: MARKUP, response: MARKUP }),
    finding('SCA', { package: MARKUP, affectedVersion: '1', cve: MARKUP.slice(0, 100) }),
  ]
  const scan = JSON.stringify({ lockstep: 1, tool: MARKUP, findings })
  const assetId = await lockstep.addAsset(MARKUP.slice(0, 60), MARKUP)
  const name = `${MARKUP.replaceAll('/', '')}.json`
  const { id: importId } = await lockstep.importReport(assetId, name, Buffer.from(scan))
  const vulnerabilityIds = (await lockstep.vulnerabilities(assetId)).map(({ id }) => id)
  expect(vulnerabilityIds).toHaveLength(3)
  return { assetId, importId, vulnerabilityIds }
}

let lockstep: LockstepSide
let longOne = 0

const SCREENS = [
  { colorScheme: 'light', width: 1440, height: 900, look: faultsOf },
  // Another theme changes nothing but colours.
  { colorScheme: 'dark', width: 1920, height: 1080, look: contrastFaultsOf },
] as const

/** axe in both themes, and room for everything from 360 to 1920 px. */
async function everyWidthAndTheme(
  { page, complaints }: Person,
  path: string,
  text: string,
): Promise<void> {
  const faults: string[] = []
  for (const { colorScheme, width, height, look } of SCREENS) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height })
    await page.goto(path)
    await sees(page, text)
    faults.push(...(await look(page)).map((fault) => `${colorScheme} ${fault}`))
    await expectNoSidewaysScroll(page, `${path} at ${width}`)
  }
  await page.setViewportSize({ width: 360, height: 740 })
  await sees(page, text)
  await expectNoSidewaysScroll(page, `${path} at 360`)
  // The same colours as before, which need not be looked at again.
  faults.push(...(await faultsOf(page, null)).map((fault) => `narrow ${fault}`))
  expect(faults).toEqual([])
  expect(unexpected(complaints)).toEqual([])
}

/** A page that is not there is asked for, and the browser says so. */
function unexpected(complaints: readonly string[]): string[] {
  return complaints.filter((line) => !/status of (404|410)/.test(line))
}

async function furnish(): Promise<void> {
  const connected = await connect(stage)
  api = connected.api
  lockstep = connected.admin
  const assetId = await lockstep.addAsset('kerberos', 'The npm package kerberos')
  const { table, mapping } = INCIDENTS
  // The smaller sample: what axe takes grows with what is drawn.
  const { sample } = CUSTOM
  await lockstep.pair(connected.integrationId, assetId, table, mapping)
  const bytes = await readFile(join(ROOT, 'samples', sample))
  await lockstep.importReport(assetId, sample, bytes)
  const wanted = { assetId, title: LONG.slice(0, 300), severity: 'CRITICAL', type: 'SAST' }
  longOne = (await api.json<{ id: number }>('POST', '/api/v1/vulnerabilities', wanted)).id
  await lockstep.move(1, 'IN_PROGRESS', 'somebody looks at it')
  await invited(stage, api, 'dev@example.com', 'DEVELOPER')
  await api.json('POST', '/api/v1/api-keys', {
    name: 'build',
    role: 'DEVELOPER',
    expiresInDays: 30,
  })
  const all = () => lockstep.vulnerabilities(assetId)
  await until(async () => (await all()).every(({ ticket }) => ticket !== null))
  const policies = await api.json<object>('GET', '/api/v1/policies')
  await api.json('PUT', '/api/v1/policies', { ...policies, askAbove: 1 })
  const findings = ['A-1', 'A-2'].map((rule) => ({ rule, title: rule, severity: 'HIGH' }))
  const scan = JSON.stringify({ lockstep: 1, tool: 'Acme', findings })
  await lockstep.importReport(assetId, 'acme.json', Buffer.from(scan))
}

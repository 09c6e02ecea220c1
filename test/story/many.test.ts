import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { ADMIN, lockstepSide } from '../../src/cli/demo/lockstep.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'
import type { VulnerabilityPage } from '../../src/http/contract.ts'
import { launchBrowser } from '../support/browser.ts'
import { expectNoSidewaysScroll, person, sees, signIn, type Person } from '../support/person.ts'
import { openStage, signedIn, type TestStage } from '../support/stage.ts'

let stage: TestStage
let admin: Person
let page: Page
let api: Visitor
const closing = new AsyncDisposableStack()

beforeAll(async () => {
  stage = closing.use(await openStage())
  await lockstepSide(stage.url, new URL(stage.setupLink).searchParams.get('token') ?? '')
  api = await signedIn(stage, ADMIN.email, ADMIN.password)
  const browser = await launchBrowser()
  closing.defer(() => browser.close())
  admin = closing.use(await person(browser, stage))
  page = admin.page
  await signIn(page, ADMIN.email, ADMIN.password)
})
afterAll(() => closing.disposeAsync())

test('with nothing there yet every list says what it is for and how to begin', async () => {
  await page.goto('/spa/vulnerabilities')
  await sees(page, /No vulnerabilities yet/)
  await page.goto('/spa/assets')
  await sees(page, 'No assets yet')
  await page.goto('/spa/')
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor()
})

test('twelve are all on one page', async () => {
  await add(12)
  await page.goto('/spa/vulnerabilities')
  await sees(page, '12 in all')
  expect(await rows().count()).toBe(12)
})

const LIST = '/api/v1/vulnerabilities?limit=50'

test('a hundred thousand are listed, filtered, sorted, searched and paged', async () => {
  await add(100_000)
  await stage.core.database.pool.query('analyze vulnerability')
  const ask = (more: string) => api.json<VulnerabilityPage>('GET', `${LIST}${more}`)
  const newest = await ask('')
  const next = await ask(`&cursor=${encodeURIComponent(newest.next ?? '')}`)
  const ids = [...newest.items, ...next.items].map(({ id }) => id)
  expect(ids).toEqual(ids.toSorted((a, b) => b - a))
  expect(new Set(ids).size).toBe(100)
  const critical = await ask('&severity=CRITICAL')
  expect(critical.items.every(({ severity }) => severity === 'CRITICAL')).toBe(true)
  const titles = (await ask('&sort=title&direction=asc')).items.map(({ title }) => title)
  expect(titles).toHaveLength(50)
  expect((await ask('&search=number+77777+of')).total).toBe(1)
  expect((await ask('&search=nothinglikeit')).items).toEqual([])
  expect((await ask('&assetId=1&sort=updated&direction=desc')).items).toHaveLength(50)
}, 120_000)

test('a hundred thousand are read, sorted, filtered and turned over in the browser', async () => {
  await page.goto('/spa/vulnerabilities')
  await sees(page, '1–50 of 100,012')
  expect(await rows().count()).toBe(50)
  const newest = await rows().first().textContent()
  await page.getByRole('button', { name: 'Next' }).click()
  await sees(page, /^51–100 of/)
  const timeout = 15_000
  await expect.poll(() => rows().first().textContent(), { timeout }).not.toBe(newest)
  await page.getByRole('button', { name: 'Previous' }).click()
  await sees(page, /^1–50 of/)

  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
  await expect.poll(() => rows().first().textContent(), { timeout }).toContain('A long')
  await page.getByRole('searchbox', { name: 'Search by name or ID' }).fill('number 77777 of')
  await sees(page, '1 in all')
  await page.getByRole('searchbox', { name: 'Search by name or ID' }).fill('nothinglikeit')
  await sees(page, 'Nothing matches these filters')
  expect(admin.complaints).toEqual([])
})

test.for([360, 1920])('a title of 300 characters fits at %i px', async (width) => {
  const { items } = await api.json<VulnerabilityPage>('GET', `${LIST}&sort=title&direction=asc`)
  await page.setViewportSize({ width, height: 900 })
  for (const path of [
    'vulnerabilities?sort=title&direction=asc',
    `vulnerabilities/${items[0]?.id}`,
    `vulnerabilities/${items[0]?.id}?tab=timeline`,
    '',
  ]) {
    await page.goto(`/spa/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    await expectNoSidewaysScroll(page, `/spa/${path} at ${width}`)
  }
})

function rows() {
  return page.getByRole('table', { name: 'Vulnerabilities' }).locator('tbody').getByRole('row')
}

async function add(count: number): Promise<void> {
  const { pool } = stage.core.database
  await pool.query(`insert into asset (name) values ('shop') on conflict do nothing`)
  await pool.query(
    `insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
     select (select min(id) from asset),
       case when n = 1 then rpad('A long title with Averylongwordwithoutanyspace', 300, 'aB9_')
       else format('%s number %s of many', (array['SQL injection', 'Path traversal', 'Weak hash'])[1 + n % 3], n) end,
       'SAST', (array['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'])[1 + n % 4],
       (array['IDENTIFIED', 'IN_PROGRESS', 'FIX_ACCEPTED', 'CREATED'])[1 + (n / 4) % 4],
       format('%s/%s', $1::int, n)
     from generate_series(1, $1::int) as n`,
    [count],
  )
}

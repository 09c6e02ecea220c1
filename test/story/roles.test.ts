import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Visitor } from '../../src/cli/demo/visitor.ts'
import { launchBrowser } from '../support/browser.ts'
import { invited, PASSWORD } from '../support/people.ts'
import { person, sees, signIn } from '../support/person.ts'
import { connect, openStage, type TestStage } from '../support/stage.ts'

let stage: TestStage
let browser: Browser
let viewer: Visitor
let id: number
let assetId: number
const closing = new AsyncDisposableStack()

beforeAll(async () => {
  stage = closing.use(await openStage())
  browser = await launchBrowser()
  closing.defer(() => browser.close())
  const { admin, api } = await connect(stage)
  assetId = await admin.addAsset('shop', '')
  const created = await api.json<{ id: number }>('POST', '/api/v1/vulnerabilities', {
    assetId,
    title: 'SQL injection',
    severity: 'HIGH',
    type: 'SAST',
  })
  id = created.id
  viewer = await invited(stage, api, 'vic@example.com', 'VIEWER')
  await invited(stage, api, 'dev@example.com', 'DEVELOPER')
})
afterAll(() => closing.disposeAsync())

test('a viewer reads everything and finds nothing to change it with', async () => {
  await using vic = await person(browser, stage)
  const { page } = vic
  await signIn(page, 'vic@example.com', PASSWORD)
  expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0)

  await page.goto(`/spa/vulnerabilities/${id}`)
  await page.getByRole('heading', { name: 'SQL injection' }).waitFor()
  expect(await page.getByRole('combobox', { name: 'Status' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: /Edit|More actions|Archive/ }).count()).toBe(0)

  await page.goto('/spa/vulnerabilities')
  await page.getByRole('link', { name: 'SQL injection' }).first().waitFor()
  expect(await page.getByRole('button', { name: 'New vulnerability' }).count()).toBe(0)
  expect(await page.getByRole('checkbox').count()).toBe(0)

  await page.goto(`/spa/assets/${assetId}`)
  await page.getByRole('heading', { name: 'shop' }).waitFor()
  expect(await page.getByLabel('Report file').count()).toBe(0)
  expect(await page.getByRole('button', { name: /Edit|Archive/ }).count()).toBe(0)

  for (const path of ['integrations', 'integrations/servicenow', 'policies', 'people']) {
    await page.goto(`/spa/${path}`)
    await sees(page, 'For administrators')
  }
  await page.goto('/spa/integrations/servicenow/deliveries')
  await sees(page, 'For administrators')
  expect(vic.complaints).toEqual([])
})

test('what a viewer is not shown is refused by the server as well', async () => {
  const attempts = [
    ['PUT', `/api/v1/vulnerabilities/${id}/status`, { status: 'IN_PROGRESS' }],
    ['POST', '/api/v1/assets', { name: 'mine' }],
    ['GET', '/api/v1/integrations', undefined],
    ['POST', '/api/v1/people/invitations', { email: 'a@b.c', name: 'A', role: 'ADMIN' }],
  ] as const
  for (const [method, path, body] of attempts) {
    await expect(viewer.json(method, path, body)).rejects.toThrow(/answered 403/)
  }
})

test('a developer moves statuses, but is not offered Risk Accepted or False Positive', async () => {
  await using dev = await person(browser, stage)
  const { page } = dev
  await signIn(page, 'dev@example.com', PASSWORD)
  await page.goto(`/spa/vulnerabilities/${id}`)
  await page.getByRole('combobox', { name: 'Status' }).click()
  const offered = await page.getByRole('option').allTextContents()
  expect(offered).toContain('In Progress')
  expect(offered).not.toContain('Risk Accepted')
  expect(offered).not.toContain('False Positive')
  await page.getByRole('option', { name: 'In Progress' }).click()
  await page.getByRole('button', { name: 'Change status' }).click()
  await sees(page, 'Status is now In Progress')
})

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

import type { TestStage } from './stage.ts'

/** Somebody at a browser of their own: own cookies, own window. */
export interface Person extends AsyncDisposable {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser complained of: scripts that failed, and what the page's policy forbids. */
  readonly complaints: string[]
  /** Every answer of Lockstep's API that this browser was given. */
  readonly answers: string[]
}

interface Options {
  readonly width?: number
  readonly height?: number
  readonly colorScheme?: 'light' | 'dark'
}

export async function person(
  browser: Browser,
  stage: Pick<TestStage, 'url'>,
  { width = 1440, height = 900, colorScheme = 'light' }: Options = {},
): Promise<Person> {
  const context = await browser.newContext({
    baseURL: stage.url,
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const complaints: string[] = []
  const answers: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('response', (response) => {
    if (!response.url().startsWith(`${stage.url}/api/`)) return
    // The body of an answer that the browser has left behind is gone with its page.
    response.text().then(
      (text) => answers.push(`${response.url()} ${JSON.stringify(response.headers())} ${text}`),
      () => undefined,
    )
  })
  return {
    context,
    page,
    complaints,
    answers,
    [Symbol.asyncDispose]: () => context.close(),
  }
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/spa/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main menu' }).waitFor()
}

/** Chooses by what the list reads, as a person does. */
export async function choose(page: Page, field: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).click()
  await page.getByRole('option', { name: option }).first().click()
}

/** Text that must come to be seen within `seconds`. */
export async function sees(page: Page, text: string | RegExp, seconds = 30): Promise<void> {
  await page
    .getByText(text)
    .first()
    .waitFor({ timeout: seconds * 1_000 })
}

const SETTLES_MS = 5_000

/** Whether everything fits, once the page has settled: nobody should scroll sideways to read. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const root = 'document.documentElement'
  const tooWide = () => page.evaluate<number>(`${root}.scrollWidth - ${root}.clientWidth`)
  const end = performance.now() + SETTLES_MS
  while ((await tooWide()) > 0 && performance.now() < end) await page.waitForTimeout(50)
  expect(await tooWide(), `${where} is too wide by so many px`).toBe(0)
}

// Draws the pictures of the README: node_modules/.bin/node scripts/screenshots.ts, once
// `npm run demo` has built the pages.
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { chromium, type Page } from 'playwright-core'

import { prepare } from '../src/cli/demo/demo.ts'
import { ADMIN } from '../src/cli/demo/lockstep.ts'
import { CUSTOM, INCIDENTS } from '../src/cli/demo/projects.ts'
import { setStage } from '../src/cli/demo/stage.ts'
import { walk } from '../src/cli/demo/walk.ts'
import { findChromium } from '../test/support/chromium.ts'

const root = dirname(import.meta.dirname)
const images = join(root, 'docs', 'images')
const program = { root, version: '0.1.0' }

const stage = await setStage(program, [0, 0])
const browser = await chromium.launch({
  executablePath: await findChromium(process.env),
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  const { lockstep, instance, projects } = await prepare(program, stage, [INCIDENTS, CUSTOM], 1)
  // Some statuses besides Identified: the pictures show a team at work.
  for (const project of projects.toReversed()) await walk(lockstep, instance, project)
  const context = await browser.newContext({
    baseURL: stage.url,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await signIn(page)
  await mkdir(images, { recursive: true })

  await page.goto('/spa/vulnerabilities?sort=updated&direction=desc')
  await page
    .getByRole('link', { name: /^(INC|VUL)\d+/ })
    .first()
    .waitFor()
  await draw(page, 'vulnerabilities')

  await page.goto('/spa/integrations/servicenow')
  await page.getByRole('button', { name: `Edit ${INCIDENTS.asset}` }).click()
  await page.getByRole('combobox', { name: 'External Status for Identified' }).waitFor()
  await draw(page, 'project')
} finally {
  await browser.close()
  await stage.close()
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/spa/sign-in')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main menu' }).waitFor()
}

async function draw(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.mouse.move(0, 0)
  await page.screenshot({ path: join(images, `${name}.png`) })
}

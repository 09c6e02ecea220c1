import { expect, test } from 'vitest'

import { launchBrowser } from './support/browser.ts'
import { findChromium } from './support/chromium.ts'

test('the browser of the tests draws a page and runs its script', async () => {
  const browser = await launchBrowser()
  const page = await browser.newPage()
  await page.setContent('<button onclick="this.textContent = 6 * 7">?</button>')
  await page.getByRole('button').click()
  expect(await page.getByRole('button').textContent()).toBe('42')
  await browser.close()
})

test('a browser named in CHROME_PATH that is not there is an error, not another browser', async () => {
  await expect(findChromium({ CHROME_PATH: '/nowhere/chrome' })).rejects.toThrow(
    'CHROME_PATH names /nowhere/chrome, which cannot be run',
  )
})

import type { Page } from 'playwright-core'

/** Logs in on the instance's own page, where it asks. */
export async function logIn(page: Page, user: string): Promise<void> {
  await page.getByLabel('User name').fill(user)
  await page.getByLabel('Password').fill(user)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** The two pages of the instance between "Log in with ServiceNow" and being back. */
export async function allow(page: Page, user: string): Promise<void> {
  await logIn(page, user)
  await page.getByRole('button', { name: 'Allow' }).click()
}

export async function deny(page: Page, user: string): Promise<void> {
  await logIn(page, user)
  await page.getByRole('button', { name: 'Deny' }).click()
}

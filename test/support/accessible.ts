import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

import { ROOT } from './stage.ts'

const CONTRAST = 'color-contrast'
const AXE = readFileSync(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

/**
 * What axe finds wrong with the page as it is drawn now: one line for each place. Contrast takes
 * most of the time, and is asked of `contrastIn` only; null: its colours were looked at before.
 */
export async function faultsOf(page: Page, contrastIn: string | null = 'body'): Promise<string[]> {
  const faults = await run(page, 'document', { rules: { [CONTRAST]: { enabled: false } } })
  return contrastIn === null ? faults : [...faults, ...(await contrastFaultsOf(page, contrastIn))]
}

/** The colours alone, where the rest is drawn as it was when it was looked at. */
export async function contrastFaultsOf(page: Page, within = 'body'): Promise<string[]> {
  const only: RunOptions = { runOnly: { type: 'rule', values: [CONTRAST] } }
  return run(page, JSON.stringify(within), only)
}

async function run(page: Page, context: string, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  const script = `axe.run(${context}, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`
  const { violations } = await page.evaluate<AxeResults>(script)
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any, all }) => {
      const why = [...any, ...all].map(({ message }) => message)[0] ?? ''
      return `${id}: ${help} at ${target.join(' ')}: ${why}`
    }),
  )
}

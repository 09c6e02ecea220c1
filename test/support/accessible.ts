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
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  const run = async (context: string, options: RunOptions) => {
    const script = `axe.run(${context}, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`
    return (await page.evaluate<AxeResults>(script)).violations
  }
  const faults = await run('document', { rules: { [CONTRAST]: { enabled: false } } })
  if (contrastIn !== null) {
    const only: RunOptions = { runOnly: { type: 'rule', values: [CONTRAST] } }
    faults.push(...(await run(JSON.stringify(contrastIn), only)))
  }
  return faults.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any, all }) => {
      const why = [...any, ...all].map(({ message }) => message)[0] ?? ''
      return `${id}: ${help} at ${target.join(' ')}: ${why}`
    }),
  )
}

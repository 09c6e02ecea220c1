import { spawn } from 'node:child_process'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import type { DemoResult } from '../../src/cli/demo/demo.ts'
import { ROOT } from '../support/stage.ts'

test('`demo --once --json` moves both sides without a person, and both agree', async () => {
  const { code, lines } = await run(['demo', '--once', '--json'])
  expect(code).toBe(0)
  expect(lines.join('\n')).toContain('Both sides agree on every row.')
  // The command's last line is read as another program would.
  const result = JSON.parse(lines.at(-1) ?? '') as DemoResult
  expect(Object.keys(result).toSorted()).toEqual(['agrees', 'crossings', 'rows'])
  expect(result.agrees).toBe(true)

  expect(result.rows.length).toBeGreaterThan(20)
  for (const row of result.rows) {
    expect(row).toEqual({
      vulnerability: expect.any(Number),
      severity: expect.stringMatching(/^(Low|Medium|High|Critical)$/),
      status: expect.any(String),
      table: expect.stringMatching(/^(incident|u_vulnerabilities)$/),
      number: expect.stringMatching(/^[A-Z]+\d+$/),
      shortDescription: expect.stringContaining(`[CONVISO] ${row.vulnerability} - `),
      impact: expect.stringMatching(/^[123]$/),
      urgency: expect.stringMatching(/^[123]$/),
      priority: expect.stringMatching(/^[1-5]$/),
      state: expect.any(String),
      agrees: true,
    })
  }
  const statuses = new Set(result.rows.map(({ table, status }) => `${table} ${status}`))
  // Five mapped statuses on each of two tables, and each crossed in both directions.
  expect(statuses.size).toBe(10)
  for (const direction of ['out', 'in']) {
    const crossings = result.crossings.filter((crossing) => crossing.direction === direction)
    expect(crossings.length).toBeGreaterThanOrEqual(10)
    for (const { ms } of crossings) expect(ms).toBeGreaterThan(0)
  }
}, 120_000)

async function run(args: readonly string[]): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(process.execPath, [join(ROOT, 'src', 'main.ts'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, lines: out.trimEnd().split('\n') }
}

import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { ROOT } from './child.ts'

/**
 * `node test/chaos/planted.ts [NAME] [--seed N]`: plants bugs in copies of this tree, one at a time,
 * and lets it storm there until each is caught. Ends badly where one is not caught in ten minutes.
 */
const WITHIN_MS = 600_000

/** The share of troubles that each needs; with all of them at once it would only take longer. */
const STORMS: Readonly<Record<string, string>> = {
  'no-attempt-before-create': '--only answers --sys-id no',
  'post-repeated-after-empty-look-up': '--only answers --sys-id no',
  'mark-written-after-commit': '--only serve,postgres --kills 40 --vulnerabilities 600',
  'look-up-unchecked': '--only answers,misread',
  'refresh-without-lease': '--only expired,slow',
  'watermark-without-overlap': '--only lag',
  'lanes-freed-with-their-holder': '--only kill,slow --kills 40 --vulnerabilities 600',
}
const USUAL = '--minutes 1 --vulnerabilities 150 --kills 6 --settle-seconds 30'

const FOLDERS = ['bin', 'emulator', 'migrations', 'src', 'test', 'package.json']

const PATCHES = join(import.meta.dirname, 'planted')
if (readdirSync(PATCHES).length !== Object.keys(STORMS).length) {
  throw new Error('a planted bug without a storm, or a storm without a bug')
}
const [wanted, ...rest] = process.argv.slice(2)
const firstSeed = Number(rest[1] ?? 1)
const names = Object.keys(STORMS).filter((name) => wanted === undefined || name === wanted)
let missed = 0
for (const name of names) if (!(await isCaught(name))) missed++
process.exit(missed === 0 ? 0 : 1)

async function isCaught(name: string): Promise<boolean> {
  const tree = plant(name)
  const began = performance.now()
  try {
    for (let seed = firstSeed; performance.now() - began < WITHIN_MS; seed++) {
      const { code, said } = await storm(tree, seed, STORMS[name] ?? '', WITHIN_MS)
      if (code === 0) continue
      const seconds = Math.round((performance.now() - began) / 1_000)
      const breach =
        /^BREACH .*/m.exec(said)?.[0] ?? said.trimEnd().split('\n').slice(-3).join('\n')
      process.stdout.write(`caught ${name} after ${seconds} s with seed ${seed}: ${breach}\n`)
      return breach.startsWith('BREACH')
    }
    process.stdout.write(`NOT CAUGHT ${name}\n`)
    return false
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}

/** A copy of what runs, with the bug in it. What is installed is shared. */
function plant(name: string): string {
  const tree = mkdtempSync(join(tmpdir(), `lockstep-planted-`))
  for (const folder of FOLDERS) cpSync(join(ROOT, folder), join(tree, folder), { recursive: true })
  mkdirSync(join(tree, 'dist'))
  for (const shared of ['node_modules', 'dist/web'])
    symlinkSync(join(ROOT, shared), join(tree, shared))
  const patch = join(PATCHES, `${name}.patch`)
  execFileSync('git', ['apply', '-C1', patch], { cwd: tree })
  return tree
}

async function storm(tree: string, seed: number, only: string, ms: number) {
  const words = `${USUAL} ${only} --seed ${seed}`.split(' ')
  const child = spawn(process.execPath, ['test/chaos/main.ts', ...words], {
    cwd: tree,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: ms,
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { code, said }
}

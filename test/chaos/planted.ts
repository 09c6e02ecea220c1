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

interface Planted {
  /** The share of troubles that it needs; with all of them at once it would only take longer. */
  readonly storm: string
  /** What is seen of it. Another breach is not a catch. */
  readonly shows: RegExp
}

const PLANTED: Readonly<Record<string, Planted>> = {
  'no-attempt-before-create': {
    storm: '--only answers,here,there --sys-id no',
    shows: /\d tickets: /,
  },
  'post-repeated-after-empty-look-up': {
    storm: '--only answers,here,there --sys-id no',
    shows: /\d tickets: /,
  },
  'mark-written-after-commit': {
    storm: '--only serve --kills 60',
    shows: /no ticket|here, but state|should be/,
  },
  'look-up-unchecked': {
    storm: '--only answers,misread,here,there',
    shows: /but the database has|not so: Another record/,
  },
  'refresh-without-lease': { storm: '--only expired,slow,here', shows: /renewed twice/ },
  'watermark-without-overlap': { storm: '--only lag,there', shows: /here, but state/ },
  'lanes-freed-with-their-holder': {
    storm: '--only kill,slow,here --kills 40 --vulnerabilities 300',
    shows: /requests in flight/,
  },
}
const USUAL = '--minutes 1 --vulnerabilities 150 --kills 6 --settle-seconds 30'

const FOLDERS = ['bin', 'emulator', 'migrations', 'src', 'test', 'package.json']

const PATCHES = join(import.meta.dirname, 'planted')
if (readdirSync(PATCHES).length !== Object.keys(PLANTED).length) {
  throw new Error('a planted bug without a storm, or a storm without a bug')
}
const [wanted, ...rest] = process.argv.slice(2)
const firstSeed = Number(rest[1] ?? 1)
const names = Object.keys(PLANTED).filter((name) => wanted === undefined || name === wanted)
let missed = 0
for (const name of names) if (!(await isCaught(name))) missed++
process.exit(missed === 0 ? 0 : 1)

async function isCaught(name: string): Promise<boolean> {
  const bug = PLANTED[name]
  if (bug === undefined) return false
  const tree = plant(name)
  const began = performance.now()
  try {
    for (let seed = firstSeed; performance.now() - began < WITHIN_MS; seed++) {
      const said = await storm(tree, seed, bug.storm)
      const breaches = said.split('\n').filter((line) => line.startsWith('BREACH'))
      const shown = breaches.find((line) => bug.shows.test(line))
      const seconds = Math.round((performance.now() - began) / 1_000)
      if (shown !== undefined) {
        process.stdout.write(`caught ${name} after ${seconds} s with seed ${seed}: ${shown}\n`)
        return true
      }
      process.stdout.write(`${name}: seed ${seed} shows ${breaches.length} other breaches\n`)
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

/** Everything that it says. */
async function storm(tree: string, seed: number, only: string): Promise<string> {
  const words = `${USUAL} ${only} --seed ${seed}`.split(' ')
  const child = spawn(process.execPath, ['test/chaos/main.ts', ...words], {
    cwd: tree,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: WITHIN_MS,
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
  await new Promise((resolve) => child.once('exit', resolve))
  return said
}

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { run } from './run.mjs'

/** What the pages are made of: their own sources, and the words they share with the server. */
const SOURCES = [
  'web',
  'src/http/contract.ts',
  'src/http/schema',
  'src/vulnerability',
  'src/connection',
]
const PINS = ['package-lock.json', 'tsconfig.json']

/** Builds the pages when what they are made of has changed since they were built. */
export async function buildWeb(root, node) {
  const hash = hashOf(root)
  const stamp = join(root, 'dist', 'web.stamp')
  const built = existsSync(join(root, 'dist', 'web', 'index.html')) && existsSync(stamp)
  if (built && readFileSync(stamp, 'utf8') === hash) return
  console.error(`Building the web pages: ${built ? 'they changed' : 'not built yet'}`)
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const config = join(root, 'web', 'vite.config.ts')
  const args = [vite, 'build', '--config', config, '--logLevel', 'warn']
  const code = await run(node, args, { root })
  if (code !== 0) throw new Error(`the web pages could not be built (exit code ${code})`)
  writeFileSync(stamp, hash)
}

function hashOf(root) {
  const hash = createHash('sha256')
  for (const path of [...SOURCES.flatMap((source) => filesIn(root, source)), ...PINS]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesIn(root, path) {
  if (path.endsWith('.ts')) return existsSync(join(root, path)) ? [path] : []
  return readdirSync(join(root, path), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = `${path}/${entry.name}`
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(root, inner)
      return inner.includes('.test.') ? [] : [inner]
    })
}

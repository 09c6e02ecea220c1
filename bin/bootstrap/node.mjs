import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The first Node that runs TypeScript as it is, without a word of warning. */
const OLDEST = [22, 19]

export const REMEDY = `Node ${OLDEST.join('.')} or newer is needed, this is ${process.versions.node}: install it from https://nodejs.org`

export function isRecent(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

/** The Node that came with our dependencies, where it was made for this machine and runs here. */
export function pinnedNode() {
  const name = `node-${process.platform}-${process.arch}`
  try {
    const require = createRequire(fileURLToPath(import.meta.url))
    const node = join(dirname(require.resolve(`${name}/package.json`)), 'bin', 'node')
    // A Linux without glibc installs the package and cannot run it.
    if (!existsSync(node)) return null
    const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
    return status === 0 && isRecent(stdout.trim().slice(1)) ? node : null
  } catch {
    return null
  }
}

/** The Node to run our code with; null where only an older one is to be had. */
export function suitableNode() {
  return pinnedNode() ?? (isRecent() ? process.execPath : null)
}

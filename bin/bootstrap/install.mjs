import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { run } from './run.mjs'

/** Installs what is locked, when what is there differs from it. One line says so, and why. */
export async function install(root, { development }) {
  const reason = whyInstall(root, development)
  if (reason === null) return
  console.error(`Installing dependencies: ${reason}`)
  const npm = npmCommand()
  // Nothing we use needs a script of its own to be installed.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await run(npm.command, [...npm.args, ...args, '--prefix', root], { root }).catch(
    () => {
      throw new Error('npm was not found: install Node with npm from https://nodejs.org')
    },
  )
  if (code !== 0) throw new Error(`npm ci failed (exit code ${code}): see its message above`)
}

/**
 * Why an install is needed, or null. Compares versions, package by package, with what npm noted
 * down at its last install: an install by hand counts, a half-finished or an older one does not.
 */
export function whyInstall(root, development) {
  const noted = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(noted)) return 'node_modules is missing'
  const installed = readJson(noted).packages
  const locked = readJson(join(root, 'package-lock.json')).packages
  for (const [path, { version, dev, optional, devOptional, link }] of Object.entries(locked)) {
    // What is optional may be for another machine.
    if (path === '' || optional || devOptional || link || (dev && !development)) continue
    if (installed[path]?.version !== version || !existsSync(join(root, path, 'package.json'))) {
      return `${path.replace('node_modules/', '')} is not the locked ${version}`
    }
  }
  return null
}

/** The npm that runs us, where it does; else the one on the PATH. */
function npmCommand() {
  const script = process.env.npm_execpath
  return script?.endsWith('npm-cli.js')
    ? { command: process.execPath, args: [script] }
    : { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] }
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

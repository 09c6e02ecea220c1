// Starts everything that package.json names, on a fresh clone too: installs what is missing and
// builds what is stale first. Plain JavaScript without dependencies, for any Node from 18 on.
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { check } from './bootstrap/check.mjs'
import { install } from './bootstrap/install.mjs'
import { REMEDY, suitableNode } from './bootstrap/node.mjs'
import { run } from './bootstrap/run.mjs'
import { buildWeb } from './bootstrap/web.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (path) => join(root, 'node_modules', path)

const COMMANDS = {
  start: { web: true, run: (node, args) => runNode(node, ['src/main.ts', 'start', ...args]) },
  demo: { web: true, run: (node, args) => runNode(node, ['src/main.ts', 'demo', ...args]) },
  test: { web: true, run: (node, args) => runNode(node, [...vitest(), ...args]) },
  check: { web: true, run: checkAll },
  bench: { web: false, run: (node, args) => runNode(node, ['bench/main.ts', ...args]) },
  // What it runs serves the pages too.
  chaos: { web: true, run: (node, args) => runNode(node, ['test/chaos/main.ts', ...args]) },
  conformance: {
    web: false,
    run: (node, args) => runNode(node, ['emulator/conformance.ts', ...args]),
  },
  build: { web: true, run: buildServer },
  'dev-web': { web: false, run: (node, args) => runNode(node, [...viteDev(), ...args]) },
}

const [name, ...args] = process.argv.slice(2)
try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function main() {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined
  if (command === undefined) {
    throw new Error(`usage: node bin/run.mjs ${Object.keys(COMMANDS).join('|')} [arguments]`)
  }
  if (Number.parseInt(process.versions.node, 10) < 18) throw new Error(REMEDY)
  await install(root, { development: true })
  const node = suitableNode()
  if (node === null) throw new Error(REMEDY)
  if (command.web) await buildWeb(root, node)
  return command.run(node, args)
}

async function checkAll(node, rest) {
  const good = check(root, node)
  // The parts that are quick, for those who run the tests themselves.
  if (rest.includes('--no-test')) return good ? 0 : 1
  const code = await runNode(node, [...vitest(), ...rest])
  return good ? code : 1
}

/** The JavaScript of a package: Node strips no types inside node_modules. */
async function buildServer(node) {
  rmSync(join(root, 'dist', 'server'), { recursive: true, force: true })
  return runNode(node, [bin('typescript/bin/tsc'), '--project', 'tsconfig.build.json'])
}

function runNode(node, args) {
  return run(node, args, { root })
}

function vitest() {
  return [bin('vitest/vitest.mjs'), 'run']
}

function viteDev() {
  return [bin('vite/bin/vite.js'), '--config', 'web/vite.config.ts']
}

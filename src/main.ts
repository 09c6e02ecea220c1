import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { emptyProgram, run } from './cli/run.ts'

const root = packageRoot()
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
}

/** Only what is wanted is loaded: a build that imports a report needs no server for it. */
const COMMANDS = {
  start: async () => (await import('./cli/start.ts')).addStart,
  serve: async () => (await import('./cli/start.ts')).addServe,
  worker: async () => (await import('./cli/worker.ts')).addWorker,
  import: async () => (await import('./cli/import.ts')).addImport,
  status: async () => (await import('./cli/status.ts')).addStatus,
  gate: async () => (await import('./cli/gate.ts')).addGate,
  recover: async () => (await import('./cli/recover.ts')).addRecover,
  export: async () => (await import('./cli/export.ts')).addExport,
  'import-backup': async () => (await import('./cli/import-backup.ts')).addImportBackup,
  demo: async () => (await import('./cli/demo.ts')).addDemo,
}

const program = emptyProgram(version)
const args = process.argv.slice(2)
const wanted = Object.entries(COMMANDS).filter(([name]) => name === (args[0] ?? 'start'))
for (const [, command] of wanted.length === 0 ? Object.entries(COMMANDS) : wanted) {
  const add = await command()
  add(program, { root, version })
}
const code = await run(program, args)
// A command may have said by itself how it ended.
if (code !== 0) process.exitCode = code

/**
 * In a checkout and in an installed package, however deep the build put this file. By its command:
 * a registry of somebody's own may have it under another name.
 */
function packageRoot(): string {
  let at = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    try {
      if (readFileSync(join(at, 'package.json'), 'utf8').includes('"bin/lockstep.mjs"')) return at
    } catch {
      // Not this folder.
    }
    if (dirname(at) === at) throw new Error('the package.json of this program is missing')
    at = dirname(at)
  }
}

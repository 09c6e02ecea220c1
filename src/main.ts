import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { addDemo } from './cli/demo.ts'
import { addImport } from './cli/import.ts'
import { addRecover } from './cli/recover.ts'
import { emptyProgram, run } from './cli/run.ts'
import { addStart } from './cli/start.ts'
import { addWorker } from './cli/worker.ts'

const root = packageRoot()
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
}

const program = emptyProgram(version)
const COMMANDS = [addStart, addWorker, addImport, addRecover, addDemo]
for (const add of COMMANDS) add(program, { root, version })
process.exitCode = await run(program, process.argv.slice(2))

/** In a checkout and in an installed package, however deep the build put this file. */
function packageRoot(): string {
  let at = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    try {
      if (readFileSync(join(at, 'package.json'), 'utf8').includes('"name": "lockstep"')) return at
    } catch {
      // Not this folder.
    }
    if (dirname(at) === at) throw new Error('the package.json of this program is missing')
    at = dirname(at)
  }
}

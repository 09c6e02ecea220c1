import { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { addStart } from './cli/start.ts'

const root = packageRoot()
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
}

const program = new Command('lockstep')
  .description('Keeps vulnerabilities and ServiceNow tickets in step')
  .version(version)
addStart(program, { root, version })

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

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

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Everything that is checked without running tests, each by a name for the person who reads. */
const PARTS = [
  {
    name: 'types of the server',
    script: 'typescript/bin/tsc',
    args: ['--project', 'tsconfig.json'],
  },
  {
    name: 'types of the web',
    script: 'typescript/bin/tsc',
    args: ['--project', 'web/tsconfig.json'],
  },
  { name: 'lint', script: 'oxlint/bin/oxlint', args: ['--type-aware', '--deny-warnings'] },
  {
    name: 'format',
    script: 'prettier/bin/prettier.cjs',
    args: ['--check', '--log-level=warn', '.'],
  },
  // The tests do not prove that Node itself can strip the types of every file.
  { name: 'start', script: '../src/main.ts', args: ['--version'] },
]

/** Runs all parts, whatever fails, so that one run tells everything. Whether all went well. */
export function check(root, node) {
  const results = PARTS.map(({ name, script, args }) => {
    const began = performance.now()
    const part = spawnSync(node, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      encoding: 'utf8',
    })
    // A warning on a start is somebody's mistake: experimental syntax, a deprecated call.
    const good = part.status === 0 && !(name === 'start' && part.stderr !== '')
    const seconds = Math.round(performance.now() - began) / 1000
    console.log(`${good ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
    if (!good) console.log([part.stdout, part.stderr, part.error?.message].join(''))
    return good
  })
  return results.every(Boolean)
}

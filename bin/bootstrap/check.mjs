import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Everything that is checked without running tests, each by a name for the person who reads. */
const PARTS = [
  ['types of the server', ['typescript/bin/tsc', '--project', 'tsconfig.json']],
  ['types of the web', ['typescript/bin/tsc', '--project', 'web/tsconfig.json', '--noEmit']],
  ['lint', ['oxlint/bin/oxlint', '--type-aware', '--deny-warnings']],
  ['format', ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  // The tests do not prove that Node itself can strip the types of every file.
  ['start', ['../src/main.ts', '--version']],
]

/** Runs all parts, whatever fails, so that one run tells everything. Whether all went well. */
export function check(root, node) {
  const results = PARTS.map(([name, [script, ...args]]) => {
    const began = performance.now()
    const part = spawnSync(node, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      encoding: 'utf8',
    })
    // A warning on a start is somebody's mistake: experimental syntax, a deprecated call.
    const good = part.status === 0 && !(name === 'start' && part.stderr !== '')
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`${good ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
    if (!good) console.log(`${part.stdout ?? ''}${part.stderr ?? ''}${part.error ?? ''}`)
    return good
  })
  return results.every(Boolean)
}

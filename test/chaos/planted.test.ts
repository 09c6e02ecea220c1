import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'

import { expect, test } from 'vitest'

import { ROOT } from './child.ts'

const PATCHES = globSync(join(import.meta.dirname, 'planted', '*.patch'))

test('there are bugs to plant', () => {
  expect(PATCHES).toHaveLength(7)
})

for (const patch of PATCHES) {
  test(`the bug "${basename(patch, '.patch')}" can be planted in the code as it is`, () => {
    execFileSync('git', ['apply', '--check', '-C1', patch], { cwd: ROOT })
  })
}

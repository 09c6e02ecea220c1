import { mkdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/folder.ts'
import { copyTo, linkLibraries } from './binaries.ts'

/** As the package looks: a library, and another name for it. */
async function aPackage(): Promise<{ root: string; folder: string }> {
  const folder = await temporaryFolder()
  const root = join(folder, 'package', 'native')
  await mkdir(join(root, 'lib'), { recursive: true })
  await writeFile(join(root, 'lib', 'libpq.so.5.18'), 'a library')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  await writeFile(join(root, 'pg-symlinks.json'), JSON.stringify(links))
  return { root, folder }
}

const library = (root: string) => readFile(join(root, 'lib', 'libpq.so.5'), 'utf8')

test.each(['without links', 'with the links that an install script made'])(
  'a copy of PostgreSQL outlives the folder that it came from, %s',
  async (which) => {
    const { root, folder } = await aPackage()
    if (which.startsWith('with the')) await linkLibraries(root)
    const copy = join(folder, 'copy')
    await copyTo(copy, root)
    await rm(join(folder, 'package'), { recursive: true })
    expect(await library(copy)).toBe('a library')
  },
)

test('a library that leads into a folder that is gone is found again', async () => {
  const { root, folder } = await aPackage()
  const link = join(root, 'lib', 'libpq.so.5')
  await symlink(join(folder, 'gone', 'libpq.so.5.18'), link)
  await linkLibraries(root)
  expect(await library(root)).toBe('a library')
  await unlink(link)
  await Promise.all(Array.from({ length: 5 }, () => linkLibraries(root)))
  expect(await library(root)).toBe('a library')
})

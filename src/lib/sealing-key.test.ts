import { chmod, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { temporaryFolder } from '../../test/support/folder.ts'
import { parseKeys, sealingKeys } from './sealing-key.ts'

async function keyFile() {
  return join(await temporaryFolder(), 'keys', 'sealing.key')
}

test('the first start makes a key that only its owner can read, and later starts find it', async () => {
  const path = await keyFile()
  const first = await sealingKeys(path)
  expect(await sealingKeys(path)).toEqual(first)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('starting many at once ends with one key and nothing left lying about', async () => {
  const path = await keyFile()
  const all = await Promise.all(Array.from({ length: 8 }, () => sealingKeys(path)))
  expect(new Set(all.map((keys) => keys.join())).size).toBe(1)
  expect(await readdir(join(path, '..'))).toEqual(['sealing.key'])
})

test('a key file that others can read is refused, with the remedy', async () => {
  const path = await keyFile()
  await sealingKeys(path)
  await chmod(path, 0o644)
  await expect(sealingKeys(path)).rejects.toThrow(`run "chmod 600 ${path}"`)
})

test('a broken key file is refused, never replaced', async () => {
  const path = await keyFile()
  await sealingKeys(path)
  await writeFile(path, 'short\n')
  await expect(sealingKeys(path)).rejects.toThrow('not 32 bytes')
  await writeFile(path, '\n')
  await expect(sealingKeys(path)).rejects.toThrow('holds no sealing key')
})

test('several keys stand one per line or between commas', () => {
  const [a, b] = ['a', 'b'].map((c) => Buffer.alloc(32, c))
  expect(parseKeys(`${a?.toString('base64')}\n${b?.toString('base64')}\n`, 'x')).toEqual([a, b])
  expect(parseKeys(`${a?.toString('base64')},${b?.toString('base64')}`, 'x')).toEqual([a, b])
})

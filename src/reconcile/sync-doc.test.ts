import { readdir, readFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

const HERE = new URL('.', import.meta.url)

/** The last cell of each table row of docs/sync.md: names of tests, parted by dots. */
function namedTests(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s-]+$|\|\s*Test\s*\|$/.test(line))
    .flatMap((line) => line.split('|').at(-2)?.split(' · ') ?? [])
    .map((name) => name.replace(/\(`[a-z.-]+`\)/, '').trim())
}

test('each row and invariant of docs/sync.md names a test that exists', async () => {
  const files = (await readdir(HERE)).filter((name) => name.endsWith('.test.ts'))
  const tests = await Promise.all(files.map((name) => readFile(new URL(name, HERE), 'utf8')))
  const names = namedTests(await readFile(new URL('../../docs/sync.md', HERE), 'utf8'))
  expect(names.length).toBeGreaterThan(40)
  const written = tests.join('\n')
  expect(names.filter((name) => !written.includes(`'${name}'`))).toEqual([])
})

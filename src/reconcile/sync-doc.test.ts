import { readdir, readFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

const FOLDERS = ['.', '../app/', '../inbound/', '../work/'].map((f) => new URL(f, import.meta.url))

/** The last cell of each table row of docs/sync.md: names of tests, parted by dots. */
function namedTests(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s-]+$|\|\s*Test\s*\|$/.test(line))
    .flatMap((line) => line.split('|').at(-2)?.split(' · ') ?? [])
    .map((name) => name.replace(/\(`[a-z.-]+`\)/, '').trim())
}

async function testsIn(folder: URL): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.test.ts'))
  return Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')))
}

test('each row and invariant of docs/sync.md names a test that exists', async () => {
  const tests = (await Promise.all(FOLDERS.map(testsIn))).flat()
  const names = namedTests(await readFile(new URL('../../docs/sync.md', import.meta.url), 'utf8'))
  expect(names.length).toBeGreaterThan(40)
  const written = tests.join('\n')
  expect(names.filter((name) => !written.includes(`'${name}'`))).toEqual([])
})

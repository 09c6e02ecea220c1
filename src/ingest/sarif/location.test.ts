import { expect, test } from 'vitest'

import type { Finding } from '../../vulnerability/finding.ts'
import { findingsOf } from '../testing.ts'

const at = (uri: string, more: object = {}) => ({
  locations: [{ physicalLocation: { artifactLocation: { uri, ...more } } }],
})

test.each<[string, object, string]>([
  ['relative', at('src/a.c'), 'src/a.c'],
  ['with a dot', at('./src/../src/a.c'), 'src/a.c'],
  ['below a named root', at('src/a.c', { uriBaseId: '%SRCROOT%' }), 'src/a.c'],
  ['below a folder of a named root', at('a.c', { uriBaseId: 'SRC' }), 'src/main/a.c'],
  ['below a folder in an endless round of names', at('a.c', { uriBaseId: 'ROUND' }), 'a.c'],
  ['out of a named root', at('../lib/a.c', { uriBaseId: 'TOOLS' }), '/opt/lib/a.c'],
  ['with the root in the text', at('%SRCROOT%/src/a.c'), 'src/a.c'],
  ['absolute below the root', at('file:///home/ci/repo/src/a.c'), 'src/a.c'],
  ['absolute elsewhere', at('file:///opt/a.c'), '/opt/a.c'],
  ['of a CI workspace', at('/home/runner/work/repo/repo/src/a.c'), 'src/a.c'],
  ['of Windows', at('file:///C:/build/a.c'), 'C:/build/a.c'],
  ['with backslashes and %20', at('src\\my%20file.c'), 'src/my file.c'],
  [
    'as the number of an artifact',
    { locations: [{ physicalLocation: { artifactLocation: { index: 1 } } }] },
    'lib/b.c',
  ],
  [
    'as the number of an artifact in a folder',
    { locations: [{ physicalLocation: { artifactLocation: { index: 2 } } }] },
    'src/c.c',
  ],
  [
    'as a logical name',
    { locations: [{ logicalLocations: [{ fullyQualifiedName: 'aws.bucket' }] }] },
    'aws.bucket',
  ],
])('a path %s', async (_, result, fileName) => {
  expect((await one(result)).evidence.fileName).toBe(fileName)
})

test('a result that is nowhere is a finding all the same', async () => {
  const noFile = at('no file associated with this alert')
  for (const nowhere of [{}, { locations: [] }, { locations: [{}] }, { locations: null }, noFile]) {
    expect((await one(nowhere)).evidence).toEqual({})
  }
})

test.each(['./', 'SRCROOT', '%SRCROOT%'])('%s is no file, and has no lines', async (uri) => {
  const region = { startLine: 1, startColumn: 1 }
  const locations = [{ physicalLocation: { artifactLocation: { uri }, region } }]
  expect((await one({ locations })).evidence).toEqual({})
})

test('another place of the same file that has no line is not told', async () => {
  const place = (uri: string, byteOffset: number) => ({
    physicalLocation: { artifactLocation: { uri }, region: { byteOffset } },
  })
  const locations = [place('a.c', 1), place('a.c', 2), place('b.c', 3), place('b.c', 4)]
  expect((await one({ locations })).description).toBe('m\n\nAlso at:\n- b.c')
})

test('other places of one result are named in its description', async () => {
  const locations = ['a.c', 'b.c', 'c.c'].flatMap((uri, i) => [
    { physicalLocation: { artifactLocation: { uri }, region: { startLine: i + 1 } } },
  ])
  const finding = await one({ locations })
  expect(finding.evidence).toMatchObject({ fileName: 'a.c', firstLine: 1 })
  expect(finding.description).toBe('m\n\nAlso at:\n- b.c:2\n- c.c:3')
})

async function one(result: object): Promise<Finding> {
  const run = {
    tool: { driver: { name: 'Scanner', rules: [{ id: 'R' }] } },
    originalUriBaseIds: {
      '%SRCROOT%': { uri: 'file:///home/ci/repo/' },
      SRC: { uri: 'main/', uriBaseId: 'TOP' },
      TOP: { uri: 'src/', uriBaseId: '%SRCROOT%' },
      TOOLS: { uri: 'file:///opt/tools/' },
      ROUND: { uri: './', uriBaseId: 'ROUND' },
    },
    artifacts: [
      { location: { uri: 'a.c' } },
      { location: { uri: 'lib/b.c' } },
      { location: { uri: 'c.c', uriBaseId: 'TOP' } },
    ],
    results: [{ ruleId: 'R', message: { text: 'm' }, ...result }],
  }
  const [finding] = await findingsOf({ version: '2.1.0', runs: [run] })
  return finding!
}

import { expect, test } from 'vitest'

import { findingsOf } from '../testing.ts'

const REFERENCES = '<span>References: <a href="https://example.com/89">CWE</a></span>'

function flaw(procedureHash: string, startLine: number): object {
  return {
    ruleId: '89',
    level: 'error',
    message: {
      text: `<span>This query is &lt;tainted&gt;.</span> <span>Avoid it.</span> ${REFERENCES}`,
    },
    locations: [
      { physicalLocation: { artifactLocation: { uri: 'A.java' }, region: { startLine } } },
    ],
    partialFingerprints: {
      flawHash: '1820106768',
      flawHashCount: '1',
      flawHashOrdinal: '1',
      causeHash: '202715391',
      procedureHash,
      prototypeHash: '1361916286',
    },
  }
}

const read = (results: readonly object[]) =>
  findingsOf({ runs: [{ tool: { driver: { name: 'Veracode' } }, results }] })

test('a message in HTML is read as its words', async () => {
  const [finding] = await read([flaw('1', 22)])
  expect(finding).toMatchObject({
    title: 'This query is <tainted>',
    description: 'This query is <tainted>. Avoid it. References: CWE',
  })
})

test('one flaw in two functions is two, wherever they move', async () => {
  const prints = async (results: readonly object[]) =>
    (await read(results)).map(({ fingerprint }) => fingerprint)
  const both = await prints([flaw('1', 22), flaw('2', 30)])
  expect(new Set(both).size).toBe(2)
  expect(await prints([flaw('2', 31)])).toEqual([both[1]])
})

test('a message that is about a tag keeps it', async () => {
  const results = [{ ruleId: 'R', message: { text: '<script> is used here, as is <span>.' } }]
  expect((await read(results))[0]?.description).toBe('<script> is used here, as is <span>.')
})

import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { once } from 'node:events'

const SAMPLE = new URL('../../samples/flawfinder-kerberos.sarif', import.meta.url)
const MARK = '@@results@@'
const FILES = 2_000

interface Sarif {
  runs: [{ results: Result[] }]
}
interface Result {
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: string }
        region: { startLine: number; snippet?: { text: string } }
      }
    },
  ]
  fingerprints?: unknown
}

/**
 * Writes a report of so many results as the scanner of a sample would, in its words and its layout:
 * the sample's results over and over, each in another file, on another line, in other code.
 */
export async function writeSarif(path: string, count: number): Promise<void> {
  const report = JSON.parse(await readFile(SAMPLE, 'utf8')) as Sarif
  const { results } = report.runs[0]
  report.runs[0].results = []
  const [head = '', tail = ''] = JSON.stringify(
    { ...report, runs: [{ ...report.runs[0], results: [MARK] }] },
    null,
    2,
  ).split(`"${MARK}"`)
  const out = createWriteStream(path)
  out.write(head)
  for (let n = 0; n < count; n++) {
    const text = JSON.stringify(another(results[n % results.length]!, n), null, 2)
    const indented = text.replaceAll('\n', '\n        ')
    if (!out.write(n === 0 ? indented : `,\n        ${indented}`)) await once(out, 'drain')
  }
  out.end(tail)
  await once(out, 'finish')
}

function another(result: Result, n: number): Result {
  const copy = structuredClone(result)
  const { artifactLocation, region } = copy.locations[0].physicalLocation
  artifactLocation.uri = `src/module${n % FILES}/${artifactLocation.uri}`
  region.startLine += n % 900
  if (region.snippet !== undefined) region.snippet.text += ` /* ${n} */`
  delete copy.fingerprints
  return copy
}

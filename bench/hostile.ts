import { execFile } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { z } from 'zod'

import type { Bench, Context } from './support/bench.ts'
import { atMost, type Row } from './support/row.ts'

const READER = fileURLToPath(new URL('support/read-report.ts', import.meta.url))
const FULL_BYTES = 199 * 1024 * 1024
const MOST_S = 90
const MOST_MB = 768

/** A report as a beginning, a part that is repeated until the file is full, and an end. */
interface Hostile {
  readonly name: string
  readonly head: string
  readonly part: string
  readonly tail: string
}

const RESULT = JSON.stringify({
  ruleId: 'R',
  message: { text: 'The same each time.' },
  locations: [{ physicalLocation: { artifactLocation: { uri: 'a.c' }, region: { startLine: 7 } } }],
})

const REPORTS: readonly Hostile[] = [
  json('the same result a million times', '{"runs":[{"results":[', RESULT, ']}]}'),
  json('results with nothing in them', '{"runs":[{"results":[', '{}', ']}]}'),
  json('results that are numbers', '{"runs":[{"results":[', '0', ']}]}'),
  json('results nested to the limit', '{"runs":[{"results":[', nested(250), ']}]}'),
  json('rules', '{"runs":[{"tool":{"driver":{"rules":[', '{"id":"R"}', ']}}}]}'),
  json('artifacts', '{"runs":[{"artifacts":[', '{}', ']}]}'),
  json('runs', '{"runs":[', '{"results":[{}]}', ']}'),
  json('components', '{"bomFormat":"CycloneDX","components":[', '{"bom-ref":"a"}', ']}'),
  json('targets of Trivy', '{"SchemaVersion":2,"Results":[', '{"Secrets":[{}]}', ']}'),
  json(
    'packages of OSV-Scanner',
    '{"results":[{"packages":[',
    '{"vulnerabilities":[{"id":"CVE-2020-1"}]}',
    ']}]}',
  ),
  json('packages of npm', '{"auditReportVersion":2,"vulnerabilities":{', '"a":{}', '}}'),
  json('a list of nothing', '[', '0', ']'),
  { name: 'lines of nuclei', head: '', part: '{"template-id":"a","info":{}}\n', tail: '' },
  { name: 'blank lines', head: '{"template-id":"a","info":{}}', part: '\n', tail: '' },
  { name: 'blanks', head: '{"runs":[', part: ' ', tail: ']}' },
  { name: 'one text', head: '{"runs":["', part: 'x', tail: '"]}' },
  xml('alerts of ZAP', '<alertitem><pluginid>1</pluginid></alertitem>'),
  xml('elements nobody asked for', '<a/>'),
  { name: 'attributes', head: '<issues a="', part: 'x" y="', tail: '"></issues>' },
  { name: 'text in XML', head: '<issues>', part: 'x', tail: '</issues>' },
  { name: 'a comment in XML', head: '<issues><!--', part: 'x', tail: '--></issues>' },
]

/** What reports cost that were made to do harm, at the size that is just taken. */
export const bench: Bench = {
  about: 'reports of 199 MB that were made to do harm: time and memory of reading them',
  async run(context) {
    const folder = await mkdtemp(join(tmpdir(), 'lockstep-hostile-'))
    try {
      const rows: Row[] = []
      for (const hostile of REPORTS) rows.push(...(await measure(hostile, folder, context)))
      return rows
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measure(hostile: Hostile, folder: string, { say, size }: Context): Promise<Row[]> {
  const file = join(folder, 'report')
  await write(file, hostile, size(FULL_BYTES))
  // Half a gigabyte of heap: what has no limit falls over it.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-old-space-size=512',
    READER,
    file,
  ])
  const { items, refusal, ms, peakMb } = Outcome.parse(JSON.parse(stdout))
  const came = refusal === '' ? `${items.toLocaleString('en-US')} items` : `refused: ${refusal}`
  say(`  ${hostile.name}: ${came}`)
  return [
    atMost(MOST_S, 'value', { name: `${hostile.name}, time`, value: ms / 1000, unit: 's' }),
    atMost(MOST_MB, 'value', { name: `${hostile.name}, memory`, value: peakMb, unit: 'MB' }),
  ]
}

const Outcome = z.object({
  items: z.number(),
  refusal: z.string(),
  ms: z.number(),
  peakMb: z.number(),
})

async function write(file: string, { head, part, tail }: Hostile, bytes: number): Promise<void> {
  await using handle = await open(file, 'w')
  await handle.write(head)
  const block = part.repeat(Math.ceil((1024 * 1024) / part.length))
  for (let written = 0; written + block.length < bytes; written += block.length) {
    await handle.write(block)
  }
  await handle.write(tail)
}

/** Commas stand between the parts, and none before the end. */
function json(name: string, head: string, part: string, tail: string): Hostile {
  return { name, head: head + part, part: `,${part}`, tail }
}

function xml(name: string, part: string): Hostile {
  const head = '<OWASPZAPReport version="2"><site name="http://a"><alerts>'
  return { name, head, part, tail: '</alerts></site></OWASPZAPReport>' }
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth)
}

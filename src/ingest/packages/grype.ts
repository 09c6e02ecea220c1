import { normalisePath } from '../../vulnerability/fingerprint.ts'
import { firstScore } from '../cvss.ts'
import { readJsonLines } from '../json-lines.ts'
import { readJson, type Reading } from '../json-report.ts'
import { listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { packageItem } from '../package-finding.ts'
import type { Item, ReportFormat } from '../report.ts'

/** Grype's own JSON. What its ignore rules took out is kept, as suppressed. */
export const grype: ReportFormat = {
  name: 'Grype JSON',
  recognises: ({ keys }) =>
    keys.has('matches') &&
    (keys.has('descriptor') || keys.has('source') || keys.has('matches.*.vulnerability')),
  open: (source) => readJson(source, reading()),
}

/** The same, a match a line (`-o jsonl`), without a word of what was scanned. */
export const grypeLines: ReportFormat = {
  name: 'Grype JSON Lines',
  recognises: ({ kind, keys }) =>
    kind === 'object' && keys.has('vulnerability') && keys.has('artifact'),
  open: (source) =>
    readJsonLines(source, {
      entries: [''],
      describe: () => ({ tool: 'Grype', format: 'Grype JSON Lines' }),
      read: ({ value }) => [match(value, false, false)],
    }),
}

function reading(): Reading {
  let version = ''
  let isImage = false
  return {
    entries: ['matches.*', 'ignoredMatches.*'],
    before: ['descriptor.version', 'source.type'],
    learn({ pattern, value }) {
      if (pattern === 'descriptor.version') version = textOf(value, 40)
      else isImage = value === 'image'
    },
    describe: () => ({ tool: 'Grype', format: `Grype JSON ${version}`.trim() }),
    read({ pattern, value }) {
      return [match(value, isImage, pattern === 'ignoredMatches.*')]
    },
  }
}

function match(entry: Loose, isImage: boolean, suppressed: boolean): Item {
  const vulnerability = objectOf(entry['vulnerability'])
  const related = listOf(entry['relatedVulnerabilities']).slice(0, 50).map(objectOf)
  const all = [vulnerability, ...related]
  const artifact = objectOf(entry['artifact'])
  const fix = objectOf(vulnerability['fix'])
  return packageItem({
    tool: 'Grype',
    type: isImage ? 'CONTAINER' : 'SCA',
    ids: all.map(({ id }) => textOf(id, 100)),
    name: textOf(artifact['name'], 300),
    purl: textOf(artifact['purl'], 1000),
    version: textOf(artifact['version'], 300),
    patched:
      listOf(fix['versions'])
        .slice(0, 20)
        .map((one) => textOf(one, 100))
        .join(', ') || textOf(vulnerability['fixedInVersion'], 100),
    cvss: firstScore(scoresOf(all)),
    severity: textOf(vulnerability['severity'], 40),
    description: all.map((one) => textOf(one['description'])).find((text) => text !== '') ?? '',
    references: all.flatMap((one) => [
      one['dataSource'],
      ...listOf(one['urls']),
      ...listOf(one['links']),
    ]),
    cwe: all.flatMap((one) => listOf(one['cwes'])).map((one) => objectOf(one)['cwe']),
    fileName: normalisePath(textOf(objectOf(listOf(artifact['locations'])[0])['path'], 2000)),
    suppressed,
  })
}

/**
 * Those of version 3 before the others: severities are made by its scale. At first each version had
 * a field of its own.
 */
function scoresOf(all: readonly Loose[]): unknown[] {
  const scores = all.flatMap((one) => [
    ...listOf(one['cvss']).slice(0, 20).map(objectOf),
    { version: '3', metrics: one['cvssV3'] },
    { version: '2', metrics: one['cvssV2'] },
  ])
  const isThree = ({ version }: Loose) => textOf(version, 10).startsWith('3')
  return [...scores.filter(isThree), ...scores.filter((score) => !isThree(score))].map(
    ({ metrics, vector }: Loose) => objectOf(metrics)['baseScore'] ?? vector,
  )
}

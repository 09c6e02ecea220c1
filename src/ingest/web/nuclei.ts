import { cweOfField } from '../cwe.ts'
import { scoreOf } from '../cvss.ts'
import { advisoryOf } from '../advisory.ts'
import { readJsonLines } from '../json-lines.ts'
import { readJson, skipped, type Reading } from '../json-report.ts'
import { codeOf, listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { maskSecrets } from '../mask.ts'
import { referencesOf } from '../package-finding.ts'
import type { Item, ReportFormat } from '../report.ts'
import { severityOfCvss } from '../../vulnerability/severity.ts'
import { severityOfWord } from '../severity-word.ts'
import { webItem } from './web-finding.ts'

const NETWORK = new Set(['dns', 'network', 'tcp', 'ssl', 'javascript'])

/** Nuclei's JSON Lines (`-jsonl`), also those of before version 2.5 with its other names. */
export const nuclei: ReportFormat = {
  name: 'nuclei JSON Lines',
  recognises: ({ kind, keys }) =>
    kind === 'object' && keys.has('info') && (keys.has('template-id') || keys.has('templateID')),
  open: (source) => readJsonLines(source, reading([''])),
}

/** The same as one list (`-json-export`). */
export const nucleiList: ReportFormat = {
  name: 'nuclei JSON',
  recognises: ({ kind, keys }) =>
    kind === 'list' &&
    keys.has('*.info') &&
    (keys.has('*.template-id') || keys.has('*.templateID')),
  open: (source) => readJson(source, reading(['*'])),
}

function reading(entries: readonly string[]): Reading {
  return {
    entries,
    describe: () => ({ tool: 'nuclei', format: 'nuclei JSON' }),
    read({ value }) {
      if (value['matcher-status'] === false) return skipped('matched nothing')
      return [match(value)]
    },
  }
}

function match(entry: Loose): Item {
  const info = objectOf(entry['info'])
  const classes = objectOf(info['classification'])
  const cvss = scoreOf(classes['cvss-score']) ?? scoreOf(classes['cvss-metrics'])
  const where = textOf(entry['matched-at'] ?? entry['matched'], 4000) || textOf(entry['host'], 1000)
  const matcher = textOf(entry['matcher-name'] ?? entry['matcher_name'], 200)
  const name = textOf(info['name'], 280)
  const hidden = isForSecrets(info['tags']) ? maskSecrets : (text: string) => text
  const extracted = listOf(entry['extracted-results'] ?? entry['extracted_results'])
    .slice(0, 10)
    .map((one) => hidden(textOf(one, 300)))
  const rule = textOf(entry['template-id'] ?? entry['templateID'], 300)
  const cves = [...listOf(classes['cve-id']), /^CVE-\d{4}-\d{4,9}/i.exec(rule)?.[0]]
    .map((id) => textOf(id, 40))
    .filter((id) => id !== '')
  return webItem({
    tool: 'nuclei',
    rule,
    title: matcher === '' ? name : `${name} (${matcher})`,
    description: [
      textOf(info['description']),
      textOf(info['impact'], 4000),
      extracted.length === 0 ? '' : `It shows: ${extracted.join(', ')}`,
    ]
      .filter((text) => text !== '')
      .join('\n\n'),
    solution: textOf(info['remediation'], 4000),
    reference: referencesOf([info['reference'], info['references'], ...listOf(info['reference'])]),
    category: cweOfField(classes['cwe-id']),
    type: NETWORK.has(textOf(entry['type'], 20)) ? 'NETWORK' : 'DAST',
    severity:
      (cvss === null ? null : severityOfCvss(cvss)) ??
      severityOfWord(textOf(info['severity'], 20)) ??
      'MEDIUM',
    url: where,
    request: codeOf(entry['request']),
    response: hidden(codeOf(entry['response'])),
    cve: advisoryOf(cves),
    cvss,
    place: where,
    mark: [matcher, textOf(entry['extractor-name'], 200)].join(' ').trim(),
  })
}

/** Templates for leaked keys take them out of what was answered. A text before version 2.5. */
function isForSecrets(tags: unknown): boolean {
  const words = typeof tags === 'string' ? tags.split(',') : listOf(tags)
  return words.some((word) => /^(tokens?|keys?|secrets?|credentials?)$/i.test(textOf(word, 100)))
}

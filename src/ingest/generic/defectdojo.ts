import { severityOfCvss, type Severity } from '../../vulnerability/severity.ts'
import { codeItem } from '../code/code-finding.ts'
import { advisoryOf } from '../advisory.ts'
import { firstScore } from '../cvss.ts'
import { cweOfField } from '../cwe.ts'
import { readJson, skipped, unread, type Reading } from '../json-report.ts'
import { listOf, numberOf, objectOf, textOf, type Loose } from '../loose.ts'
import { goneItem, joined, packageItem, referencesOf } from '../package-finding.ts'
import { present } from '../present-evidence.ts'
import type { Item, ReportFormat } from '../report.ts'
import { severityOfWord } from '../severity-word.ts'
import { webItem } from '../web/web-finding.ts'
import { FIELDS } from './defectdojo-fields.ts'

/** DefectDojo's "Generic Findings Import" JSON, which many converters write. */
export const defectDojo: ReportFormat = {
  name: 'DefectDojo generic JSON',
  recognises: ({ keys }) =>
    keys.has('findings') &&
    !keys.has('lockstep') &&
    !keys.has('findings.*.awsAccountId') &&
    ((keys.has('findings.*.title') && (keys.has('findings.*.severity') || isCutOff(keys))) ||
      isEmpty(keys)),
  open: (source) => readJson(source, reading()),
}

/** What is seen of a report may end within the first description: the severity stands behind it. */
function isCutOff(keys: ReadonlySet<string>): boolean {
  return [...keys].at(-1) === 'findings.*.description'
}

const OF_TEST = new Set(
  'findings name type version description static_tool dynamic_tool soc build_id'.split(' '),
)

/** `{"findings": []}` is what converters write where there is nothing. */
function isEmpty(keys: ReadonlySet<string>): boolean {
  return [...keys].every((key) => OF_TEST.has(key))
}

function reading(): Reading {
  const names = { name: '', type: '' }
  const unknown = new Set<string>()
  const tool = () => names.type || names.name || 'DefectDojo'
  return {
    entries: ['findings.*'],
    before: ['name', 'type'],
    learn({ pattern, value }) {
      names[pattern === 'name' ? 'name' : 'type'] = textOf(value, 100)
    },
    describe: () => ({ tool: tool(), format: 'DefectDojo generic JSON' }),
    read: ({ value }) => [...finding(value, tool()), ...unknownFields(value, unknown)],
  }
}

/**
 * DefectDojo itself refuses a finding with such a field. It may say where the finding is, so that it
 * must not go unseen.
 */
function unknownFields(entry: Loose, seen: Set<string>): readonly Item[] {
  return Object.keys(entry)
    .filter((name) => !FIELDS.has(name))
    .slice(0, 20)
    .flatMap((name) => {
      const field = JSON.stringify(textOf(name, 40))
      if (seen.size < 20) seen.add(field)
      const shown = seen.has(field) ? `a field ${field}` : 'another field'
      return skipped(`${shown} of a finding, which DefectDojo does not know`)
    })
}

function finding(entry: Loose, tool: string): readonly Item[] {
  const isDismissed = ['false_p', 'out_of_scope', 'risk_accepted'].some(
    (key) => entry[key] === true,
  )
  if (entry['duplicate'] === true) return skipped('marked as a duplicate')
  const isMitigated = entry['is_mitigated'] === true
  if (entry['active'] === false && !isDismissed && !isMitigated) {
    return skipped('marked as not active')
  }
  if (textOf(entry['title'], 300) === '') return unread('has no title')
  const item = itemOf(entry, tool, isDismissed)
  return [isMitigated ? goneItem(item, 'marked as mitigated') : item]
}

function itemOf(entry: Loose, tool: string, suppressed: boolean): Item {
  const common = commonOf(entry, tool)
  const name = textOf(entry['component_name'], 300)
  const advisories = [entry['cve'], ...listOf(entry['vulnerability_ids'])]
    .map((id) => textOf(id, 100))
    .filter((id) => id !== '')
  if (name !== '' && advisories.length > 0) {
    return packageItem({
      ...common,
      ids: advisories,
      name,
      version: textOf(entry['component_version'], 300),
      patched: textOf(entry['fix_version'], 300),
      references: [entry['references']],
      cwe: entry['cwe'],
      fileName: textOf(entry['file_path'], 2000),
      suppressed,
    })
  }
  const path = textOf(entry['file_path'], 2000) || textOf(entry['sast_source_file_path'], 2000)
  const line = numberOf(entry['line']) ?? numberOf(entry['sast_source_line'])
  const parameters = textOf(entry['param'], 1000)
  const more = { ...common, severity: severityIn(common), suppressed }
  const mark = [common.toolId || textOf(entry['title'], 300), name].filter(Boolean).join(' in ')
  const endpoints = listOf(entry['endpoints']).slice(0, 1000).map(addressOf)
  const cve = advisoryOf(advisories)
  if (path !== '' || entry['static_finding'] === true) {
    const description = joined('\n\n', more.description, alsoAt(endpoints))
    const item = codeItem({ ...more, description, path, line, mark })
    return inComponent(withEvidence(item, { cve }), entry)
  }
  const [url = '', ...others] = endpoints
  const description = joined('\n\n', more.description, alsoAt(others))
  return inComponent(
    webItem({ ...more, description, url, parameters, place: url, mark, cve }),
    entry,
  )
}

/** A dependency of which no advisory is known. */
function inComponent(item: Item, entry: Loose): Item {
  const name = textOf(entry['component_name'], 300)
  if (item.kind !== 'found' || name === '') return item
  const affectedVersion = textOf(entry['component_version'], 300)
  const typed: Item = { ...item, finding: { ...item.finding, type: 'SCA' } }
  return withEvidence(typed, { package: name, affectedVersion })
}

function withEvidence(item: Item, more: Parameters<typeof present>[0]): Item {
  if (item.kind !== 'found') return item
  const evidence = { ...item.finding.evidence, ...present(more) }
  return { ...item, finding: { ...item.finding, evidence } }
}

function commonOf(entry: Loose, tool: string) {
  const title = textOf(entry['title'], 300)
  const texts = [entry['description'], entry['impact'], entry['steps_to_reproduce']]
  return {
    tool,
    rule: textOf(entry['vuln_id_from_tool'], 300) || title,
    title,
    description: texts
      .map((text) => textOf(text))
      .filter((text) => text !== '')
      .join('\n\n'),
    solution: textOf(entry['mitigation']),
    reference: referencesOf([entry['references']]),
    category: cweOfField(entry['cwe']) || cweOfField(entry['cwes']),
    cvss: firstScore([
      entry['cvssv3_score'],
      entry['cvssv3'],
      entry['cvssv4_score'],
      entry['cvssv4'],
    ]),
    severity: textOf(entry['severity'], 40),
    toolId: textOf(entry['unique_id_from_tool'], 300),
  }
}

function severityIn({ cvss, severity }: { cvss: number | null; severity: string }): Severity {
  return (cvss === null ? null : severityOfCvss(cvss)) ?? severityOfWord(severity) ?? 'MEDIUM'
}

function alsoAt(addresses: readonly string[]): string {
  const shown = addresses.slice(0, 20).map((address) => `- ${address}`)
  const more = addresses.length - shown.length
  const rest = more > 0 ? [`- and ${more} more`] : []
  return shown.length === 0 ? '' : ['Also at:', ...shown, ...rest].join('\n')
}

/** An address, or its parts. */
function addressOf(value: unknown): string {
  const { protocol, host, port, path, query, fragment } = objectOf(value)
  const own = textOf(value, 2000)
  if (own !== '' || textOf(host, 300) === '') return own
  const at = textOf(port, 6) === '' ? '' : `:${textOf(port, 6)}`
  const below = textOf(path, 1000).replace(/^\/*/, '/')
  const asked = textOf(query, 1000).replace(/^\??(?=.)/, '?')
  const part = textOf(fragment, 500).replace(/^#?(?=.)/, '#')
  return `${textOf(protocol, 20) || 'https'}://${textOf(host, 300)}${at}${below}${asked}${part}`
}

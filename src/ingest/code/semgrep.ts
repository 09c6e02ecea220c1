import { normaliseMessage } from '../../vulnerability/fingerprint.ts'
import type { Severity } from '../../vulnerability/severity.ts'
import { cweOfField } from '../cwe.ts'
import { readJson, skipped, unread, type Reading } from '../json-report.ts'
import { codeOf, isObject, listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { packageItem, referencesOf } from '../package-finding.ts'
import type { Item, ReportFormat } from '../report.ts'
import { severityOfWord } from '../severity-word.ts'
import { codeItem } from './code-finding.ts'

const LEVELS: Readonly<Record<string, Severity>> = { ERROR: 'HIGH', WARNING: 'MEDIUM', INFO: 'LOW' }

/** Semgrep's and Opengrep's JSON. What is marked nosemgrep is kept, as suppressed. */
export const semgrep: ReportFormat = {
  name: 'Semgrep JSON',
  recognises: ({ keys }) =>
    keys.has('results') &&
    (keys.has('results.*.check_id') || (keys.has('errors') && (keys.has('paths') || isOld(keys)))),
  open: (source) => readJson(source, reading()),
}

/** Before 0.50 it wrote `{"results": [], "errors": []}` where it found nothing. */
function isOld(keys: ReadonlySet<string>): boolean {
  return [...keys].every((key) => /^(?:results|errors|version)(?:\.|$)/.test(key))
}

function reading(): Reading {
  let version = ''
  return {
    entries: ['results.*', 'errors.*'],
    before: ['version'],
    learn: ({ value }) => {
      version = textOf(value, 40)
    },
    describe: () => ({ tool: 'Semgrep', format: `Semgrep JSON ${version}`.trim() }),
    read({ pattern, value }) {
      if (pattern === 'errors.*') return trouble(value)
      const found = objectOf(objectOf(objectOf(value['extra'])['sca_info'])['dependency_match'])
      return [isObject(found['found_dependency']) ? dependency(value, found) : result(value)]
    },
  }
}

/** Warnings are about single rules or lines, and come with nearly every scan. */
function trouble(entry: Loose): readonly Item[] {
  return textOf(entry['level'] ?? 'error', 20) === 'error'
    ? unread('an error of Semgrep itself')
    : skipped('a warning of Semgrep itself')
}

function result(entry: Loose): Item {
  const extra = objectOf(entry['extra'])
  const metadata = objectOf(extra['metadata'])
  const message = textOf(extra['message'])
  const rule = textOf(entry['check_id'], 500)
  const start = objectOf(entry['start'])
  const fix = textOf(extra['fix'], 2000)
  return codeItem({
    tool: 'Semgrep',
    rule,
    title: firstSentence(message) || rule,
    description: message,
    solution: fix === '' ? '' : `Semgrep proposes:\n${fix}`,
    reference: referencesOf([
      ...listOf(metadata['references']),
      metadata['source'],
      metadata['source-rule-url'],
    ]),
    category: cweOfField(metadata['cwe']),
    type: isSecret(metadata) ? 'SECRET' : 'SAST',
    severity: severityIn(extra),
    path: textOf(entry['path'], 2000),
    line: start['line'],
    column: start['col'],
    code: loggedOut(codeOf(extra['lines'])),
    mark: ownMark(extra) || loggedOut(textOf(extra['lines'])) || normaliseMessage(message),
    suppressed: extra['is_ignored'] === true,
  })
}

/** Its rules for secrets are of the category "security", as all others. */
function isSecret({ category, technology }: Loose): boolean {
  return [category, technology, ...listOf(technology)].some(
    (word) => word === 'secrets' || word === 'secret',
  )
}

/** Supply chain: the rule is made for one advisory. */
function dependency(entry: Loose, match: Loose): Item {
  const extra = objectOf(entry['extra'])
  const metadata = objectOf(extra['metadata'])
  const found = objectOf(match['found_dependency'])
  const name = textOf(found['package'], 300)
  const cve = textOf(metadata['sca-vuln-database-identifier'], 100) || textOf(metadata['cve'], 100)
  return packageItem({
    tool: 'Semgrep',
    ids: [cve, textOf(metadata['ghsa'], 100), textOf(entry['check_id'], 300)].filter(Boolean),
    name,
    version: textOf(found['version'], 100),
    patched: patchedIn(metadata, name),
    severity: textOf(metadata['sca-severity'], 40) || severityIn(extra),
    description: textOf(extra['message']),
    references: listOf(metadata['references']),
    cwe: metadata['cwe'],
    fileName: textOf(found['lockfile_path'], 2000),
    suppressed: extra['is_ignored'] === true,
  })
}

/** `[{"grpc": "1.53.0"}, {"grpcio": "1.53.0"}]`: an advisory is about the same in several packages. */
function patchedIn(metadata: Loose, name: string): string {
  const versions = listOf(metadata['sca-fix-versions'])
    .slice(0, 100)
    .map((one) => textOf(new Map(Object.entries(objectOf(one))).get(name), 100))
    .filter((version) => version !== '')
  return [...new Set(versions)].slice(0, 10).join(', ')
}

function severityIn(extra: Loose): Severity {
  const word = textOf(extra['severity'], 40).toUpperCase()
  return (Object.hasOwn(LEVELS, word) ? LEVELS[word] : severityOfWord(word)) ?? 'MEDIUM'
}

/** With the ordinal that tells equal ones in a file apart left out: theirs is counted otherwise. */
function ownMark(extra: Loose): string {
  return loggedOut(textOf(extra['fingerprint'], 500)).replace(/_\d+$/, '')
}

/** Semgrep's words where something would be if one had logged in. */
function loggedOut(text: string): string {
  return /^requires login$/i.test(text.trim()) ? '' : text
}

function firstSentence(message: string): string {
  const [paragraph = ''] = message.trim().split(/\n\s*\n/, 1)
  const [line = ''] = paragraph.split('\n', 1)
  const words = paragraph.slice(0, 400).replace(/\s+/g, ' ')
  return (/^(.{15,200}?[.!?])(?=\s|$)/.exec(words)?.[1] ?? line.trim()).replace(/\.$/, '')
}

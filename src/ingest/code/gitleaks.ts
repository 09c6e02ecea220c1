import { readJson, type Reading } from '../json-report.ts'
import { cut, textOf, type Loose } from '../loose.ts'
import { beginningOf, maskSecrets } from '../mask.ts'
import { referencesOf } from '../package-finding.ts'
import type { Item, ReportFormat } from '../report.ts'
import { codeItem } from './code-finding.ts'

/** Gitleaks' JSON, a bare list: of version 8, and of 7 with its other names. */
export const gitleaks: ReportFormat = {
  name: 'gitleaks JSON',
  recognises: ({ kind, keys }) =>
    kind === 'list' &&
    ((keys.has('*.RuleID') && keys.has('*.Secret')) ||
      (keys.has('*.offender') && keys.has('*.rule'))),
  open: (source) => readJson(source, reading()),
}

function reading(): Reading {
  return {
    entries: ['*'],
    describe: () => ({ tool: 'gitleaks', format: 'gitleaks JSON' }),
    read: ({ value }) => [leak(value)],
  }
}

/** Neither the secret nor the commit's words go on: a ticket is read by many. */
function leak(entry: Loose): Item {
  const secret = textOf(entry['Secret'] ?? entry['offender'])
  const line = textOf(entry['Match'] ?? entry['line'])
  const shown = hidden(line, secret)
  const rule = textOf(entry['RuleID'], 200) || textOf(entry['rule'], 200)
  const kind = maskSecrets(textOf(entry['Description'], 300)) || rule
  const commit = textOf(entry['Commit'] ?? entry['commit'], 64)
  const author = textOf(entry['Author'] ?? entry['author'], 200)
  const path = textOf(entry['File'] ?? entry['file'], 2000)
  const since = commit === '' ? '' : ` It came with commit ${commit.slice(0, 12)} by ${author}.`
  return codeItem({
    tool: 'gitleaks',
    rule,
    title: path === '' ? rule : `${rule} in ${path}`,
    description: `${kind}.`.replace(/\.\.$/, '.') + since,
    solution: 'Revoke it, then remove it from the file and from the history.',
    reference: referencesOf([entry['Link'], entry['leakURL']]),
    category: 'CWE-798',
    type: 'SECRET',
    severity: 'HIGH',
    path,
    line: entry['StartLine'] ?? entry['lineNumber'],
    column: entry['StartColumn'],
    code: shown,
    mark: shown,
  })
}

function hidden(line: string, secret: string): string {
  if (secret.length < 4) return ''
  const masked = maskSecrets(line.replaceAll(secret, beginningOf(secret)))
  return cut(masked.replace(/\s+/g, ' ').trim(), 4000)
}

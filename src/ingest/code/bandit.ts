import { normaliseCode, normaliseMessage } from '../../vulnerability/fingerprint.ts'
import { cweOfField } from '../cwe.ts'
import { readJson, unread, type Reading } from '../json-report.ts'
import { codeOf, countOf, objectOf, textOf, type Loose } from '../loose.ts'
import type { Item, ReportFormat } from '../report.ts'
import { severityOfWord } from '../severity-word.ts'
import { codeItem } from './code-finding.ts'

/** Bandit's JSON. Its code comes with line numbers in front, which move. */
export const bandit: ReportFormat = {
  name: 'Bandit JSON',
  recognises: ({ keys }) =>
    keys.has('results') &&
    (keys.has('results.*.test_id') || (keys.has('generated_at') && keys.has('metrics'))),
  open: (source) => readJson(source, reading()),
}

/** Versions before 1.7.3 name no CWE: theirs of hard-coded passwords, which the report shows. */
const PASSWORDS = new Set(['B105', 'B106', 'B107'])

function reading(): Reading {
  return {
    entries: ['results.*', 'errors.*'],
    describe: () => ({ tool: 'Bandit', format: 'Bandit JSON' }),
    read({ pattern, value }) {
      if (pattern === 'errors.*') return unread('a file that Bandit could not read')
      return [result(value)]
    },
  }
}

function result(entry: Loose): Item {
  const message = textOf(entry['issue_text'])
  const rule = textOf(entry['test_id'], 200)
  const code = codeOf(entry['code'])
    .replace(/^\d+(?: |$)/gm, '')
    .trimEnd()
  const lines = code.split('\n')
  const first = countOf(Number(/^\d+/.exec(codeOf(entry['code']))?.[0])) ?? 0
  const line = countOf(entry['line_number']) ?? 0
  const own = lines[line - first] ?? ''
  return codeItem({
    tool: 'Bandit',
    rule,
    title: message.split(/(?<=[.!?])\s/, 1)[0]?.replace(/\.$/, '') ?? '',
    description: `${message}\n\nConfidence: ${textOf(entry['issue_confidence'], 40).toLowerCase()}.`,
    reference: textOf(entry['more_info'], 1000),
    category:
      cweOfField(objectOf(entry['issue_cwe'])['id']) || (PASSWORDS.has(rule) ? 'CWE-259' : ''),
    severity: severityOfWord(textOf(entry['issue_severity'], 40)) ?? 'MEDIUM',
    path: textOf(entry['filename'], 2000),
    line,
    column: entry['col_offset'],
    code,
    // The lines around it are another's: only its own tells it apart.
    mark: normaliseCode(own) || normaliseMessage(message),
  })
}

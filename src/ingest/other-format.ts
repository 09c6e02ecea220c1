import { REPORT_FORMATS_LISTED } from '../vulnerability/report-formats.ts'
import type { Shape } from './report.ts'

/** For the end of a refusal. */
export const TAKES = `Lockstep reads ${REPORT_FORMATS_LISTED}.`

interface Known {
  readonly name: string
  readonly keys: readonly string[]
  readonly how: string
}

/** Formats that are often sent by mistake, by keys that only they have at the top. */
const KNOWN: readonly Known[] = [
  { name: 'an SPDX document', keys: ['spdxVersion'], how: '' },
  { name: 'an SPDX document', keys: ['@graph', '@context'], how: '' },
  { name: 'a Snyk report', keys: ['vulnerabilities', 'packageManager'], how: 'snyk test --sarif' },
  { name: 'a Checkov report', keys: ['check_type', 'results'], how: 'checkov -o sarif' },
  { name: 'a gosec report', keys: ['Issues', 'GosecVersion'], how: 'gosec -fmt sarif' },
  { name: 'a Brakeman report', keys: ['scan_info', 'warnings'], how: 'brakeman -f sarif' },
  {
    name: 'an ESLint report',
    keys: ['*.filePath', '*.messages'],
    how: 'eslint -f @microsoft/eslint-formatter-sarif',
  },
  { name: 'a TruffleHog report', keys: ['SourceMetadata', 'DetectorName'], how: '' },
]

const XML: Readonly<Record<string, string>> = {
  testsuites: 'JUnit',
  testsuite: 'JUnit',
  NessusClientData_v2: 'a Nessus report',
  BugCollection: 'a SpotBugs report',
  checkstyle: 'Checkstyle',
  analysis: 'a Dependency-Check report: its JSON is read',
}

function xmlName(root: string | undefined): string {
  if (root === undefined) return ''
  return Object.hasOwn(XML, root) ? ` (${XML[root]})` : ` (<${root.slice(0, 60)}>)`
}

/** What is wrong with a file of no known format, and what to do: the first two arguments of a ReportError. */
export function otherFormat({ kind, keys }: Shape): [string, string] {
  const known = KNOWN.find((format) => format.keys.every((key) => keys.has(key)))
  if (known !== undefined) {
    const how = known.how === '' ? '' : ` Make it with \`${known.how}\`.`
    return [`this looks like ${known.name}, which is not read`, TAKES + how]
  }
  if (kind === 'xml') return [`this is XML${xmlName([...keys][0])}, which is not read`, TAKES]
  if (kind === 'value') return ['this is a single JSON value, not a report', TAKES]
  const top = [...keys].filter((key) => !key.replace(/^\*\./, '').includes('.'))
  const seen = top.slice(0, 5).map((key) => JSON.stringify(key.slice(0, 40)))
  const has = seen.length === 0 ? 'it is empty' : `it has ${seen.join(', ')}`
  const what = kind === 'list' ? 'a JSON list' : 'JSON'
  return [`this is ${what}, but no report of a known format (${has})`, TAKES]
}

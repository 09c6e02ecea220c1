import { scoreOf } from '../cvss.ts'
import { readJson, skipped, type Reading } from '../json-report.ts'
import { isObject, listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { packageItem } from '../package-finding.ts'
import { ReportError, type Item, type ReportFormat, type Shape } from '../report.ts'

const TOOL = 'npm audit'

/** What `npm audit --json` writes: version 2 since npm 7; version 1 by npm 6, and by pnpm to this day. */
export const npmAudit: ReportFormat = {
  name: 'npm audit JSON',
  recognises: (shape) => isSecond(shape) || isFirst(shape) || isFailure(shape),
  open: (source) => readJson(source, reading()),
}

function isSecond({ keys }: Shape): boolean {
  return keys.has('auditReportVersion')
}

function isFirst({ keys }: Shape): boolean {
  return keys.has('advisories') && (keys.has('metadata') || keys.has('actions'))
}

/** In place of a report, where there is no lock file or no way to the registry. */
function isFailure({ keys }: Shape): boolean {
  return keys.has('error.summary') && keys.has('error.detail')
}

function reading(): Reading {
  let version = '1'
  let failure: Loose | null = null
  let message = ''
  return {
    entries: ['vulnerabilities.{}', 'advisories.{}'],
    before: ['auditReportVersion', 'error', 'message'],
    learn({ pattern, value }) {
      if (pattern === 'auditReportVersion') version = textOf(value, 10)
      else if (pattern === 'error') failure = objectOf(value)
      else message = textOf(value, 300)
    },
    describe() {
      if (failure !== null) throw failed(failure, message)
      return { tool: TOOL, format: `npm audit JSON ${version}` }
    },
    read({ pattern, value }) {
      return pattern === 'advisories.{}' ? [advisory(value)] : vulnerability(value)
    },
  }
}

function failed(failure: Loose, message: string): ReportError {
  const words = textOf(failure['summary'], 300) || message || textOf(failure['code'], 40)
  const line = (words.split('\n', 1)[0] ?? '').replace(/\.$/, '')
  const says = line === '' ? '' : `: ${line}`
  return new ReportError(
    `npm audit failed, and wrote no report${says}`,
    'Run it where there is a lock file and a registry that answers audits.',
  )
}

/** A package of the tree. Its causes are advisories, or names of other packages that bring them in. */
function vulnerability(entry: Loose): readonly Item[] {
  const causes = listOf(entry['via']).filter(isObject)
  if (causes.length > 0) return causes.map((cause) => caused(cause, entry))
  return skipped('vulnerable only by another package of this report')
}

function caused(cause: Loose, entry: Loose): Item {
  const name = textOf(cause['name'], 300) || textOf(entry['name'], 300)
  const fix = entry['fixAvailable']
  const { score, vectorString } = objectOf(cause['cvss'])
  const cvss = scoreOf(score)
  return packageItem({
    tool: TOOL,
    ids: idsOf(cause, 'source'),
    name,
    // The report has no installed version, only the range of bad ones.
    version: textOf(cause['range'], 300),
    patched: isObject(fix) && fix['name'] === name ? textOf(fix['version'], 100) : '',
    // A score of 0 without a vector means that nobody has scored it.
    cvss: cvss === 0 && typeof vectorString !== 'string' ? null : cvss,
    severity: textOf(cause['severity'], 40) || textOf(entry['severity'], 40),
    summary: textOf(cause['title'], 500),
    solution: solutionOf(fix, name),
    references: [cause['url']],
    cwe: cause['cwe'],
  })
}

function solutionOf(fix: unknown, name: string): string {
  if (fix === true) return 'Run `npm audit fix`.'
  if (!isObject(fix)) return ''
  const breaking = fix['isSemVerMajor'] === true ? ', a breaking change' : ''
  const other = textOf(fix['name'], 300)
  const why = other === name ? '' : `, which brings in ${name},`
  return `Upgrade ${other}${why} to ${textOf(fix['version'], 100)}${breaking}.`
}

function advisory(entry: Loose): Item {
  const name = textOf(entry['module_name'], 300)
  const patched = textOf(entry['patched_versions'], 300)
  const { score, vectorString } = objectOf(entry['cvss'])
  const cvss = scoreOf(score)
  return packageItem({
    tool: TOOL,
    ids: idsOf(entry, 'id'),
    name,
    version: installedIn(entry) || textOf(entry['vulnerable_versions'], 300),
    // `<0.0.0` is how it says that nothing is patched.
    patched: patched === '<0.0.0' ? '' : patched,
    cvss: cvss === 0 && typeof vectorString !== 'string' ? null : cvss,
    severity: textOf(entry['severity'], 40),
    summary: textOf(entry['title'], 500),
    description: textOf(entry['overview']),
    solution: textOf(entry['recommendation'], 2000).replace(/^None$/, ''),
    references: [entry['url'], entry['references']],
    cwe: entry['cwe'],
  })
}

/** A package may be there in several versions, each brought in by another. */
function installedIn(entry: Loose): string {
  const findings = listOf(entry['findings']).slice(0, 100).map(objectOf)
  const versions = findings.map(({ version }) => textOf(version, 100)).filter((text) => text !== '')
  return [...new Set(versions)].slice(0, 10).join(', ')
}

/** The GHSA stands in the address only; npm's own number is the last resort. */
function idsOf(entry: Loose, number: string): string[] {
  const ghsa = /GHSA(?:-[0-9a-z]{4}){3}/i.exec(textOf(entry['url'], 300))?.[0] ?? ''
  const cves = listOf(entry['cves'])
    .slice(0, 20)
    .map((cve) => textOf(cve, 40))
  const own = textOf(entry[number], 40)
  return [
    textOf(entry['github_advisory_id'], 40),
    ghsa,
    ...cves,
    own === '' ? '' : `npm:${own}`,
  ].filter((id) => id !== '')
}

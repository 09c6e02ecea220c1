import type { Evidence } from '../../vulnerability/evidence.ts'
import type { Finding } from '../../vulnerability/finding.ts'
import {
  normaliseCode,
  normaliseMessage,
  spotFingerprint,
} from '../../vulnerability/fingerprint.ts'
import { cweIn, cweOfField } from '../cwe.ts'
import { advisoryIn, dependencyIn, type Dependency } from '../dependency.ts'
import { countOf, isObject, listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { maskSecrets } from '../mask.ts'
import { present } from '../present-evidence.ts'
import type { Item } from '../report.ts'
import { typeOf } from '../tool-type.ts'
import { locationOf, type Location } from './location.ts'
import { firstSentence, messageOf } from './message.ts'
import { ownFingerprint, ownGuid } from './own-fingerprint.ts'
import { cweOfReference, type Rule } from './rule.ts'
import type { Run } from './run.ts'
import { severityOf } from './severity.ts'

const NO_PROBLEM = new Set(['pass', 'informational', 'notApplicable'])

/** One result as a finding, or why it is none. */
export function readResult(value: unknown, run: Run): Item {
  if (!isObject(value)) return { kind: 'skipped', reason: 'not an object' }
  const kind = textOf(value['kind'], 40)
  if (NO_PROBLEM.has(kind)) return { kind: 'skipped', reason: `kind "${kind}": not a problem` }
  if (value['baselineState'] === 'absent') {
    return { kind: 'skipped', reason: 'baseline state "absent": no longer there' }
  }
  const rule = ruleOf(value, run)
  const message = messageOf(value, rule, run.messages)
  if (rule.id === '' && message === '') {
    return { kind: 'skipped', reason: 'neither a rule nor a message' }
  }
  const location = locationOf(value, run.places)
  return {
    kind: 'found',
    finding: findingOf(value, { run, rule, message, location }),
    line: location.line ?? 0,
    column: location.column ?? 0,
  }
}

interface Known {
  readonly run: Run
  readonly rule: Rule
  readonly message: string
  readonly location: Location
}

function findingOf(result: Loose, known: Known): Finding {
  const { run, rule, message, location } = known
  const tags = [
    ...rule.tags,
    ...listOf(objectOf(result['properties'])['tags']).map((t) => textOf(t, 200)),
  ]
  const type = typeOf(run.tool, tags)
  const isDependency = type === 'SCA' || type === 'CONTAINER'
  const dependency = isDependency ? dependencyIn(message, rule.help, rule.title) : null
  const advisory = isDependency ? advisoryIn(rule.id, message, rule.help) : ''
  const { severity, cvss } = severityOf(result, rule)
  const finding: Finding = {
    tool: run.tool,
    rule: rule.id,
    title: titleOf(rule, message, advisory),
    description: descriptionOf(rule, message),
    solution: solutionOf(result, rule, dependency),
    reference: rule.reference,
    category: cweOf(result, rule, run, tags),
    type,
    severity,
    fingerprint: fingerprintOf(result, known, dependency),
    toolId: ownGuid(result),
    evidence: evidenceOf(result, location, { dependency, advisory, cvss }),
    suppressed: isSuppressed(result),
  }
  return type === 'SECRET' ? masked(finding) : finding
}

function ruleOf(result: Loose, run: Run): Rule {
  const reference = objectOf(result['rule'])
  const id = textOf(result['ruleId'], 500) || textOf(reference['id'], 500)
  const index = countOf(result['ruleIndex']) ?? countOf(reference['index'])
  return run.ruleOf(id, index, countOf(objectOf(reference['toolComponent'])['index']))
}

function titleOf(rule: Rule, message: string, advisory: string): string {
  const title = (rule.title || firstSentence(message) || rule.id).replace(/\s+/g, ' ')
  const short = title.length > 300 ? `${title.slice(0, 299)}…` : title.replace(/(?<!\.)\.$/, '')
  return advisory === '' || short.includes(advisory) ? short : `${advisory}: ${short}`
}

function descriptionOf(rule: Rule, message: string): string {
  const parts = [message, rule.description].filter((part) => part !== '')
  const [first = '', second = ''] = parts
  return first.includes(second) || second === '' ? first : `${first}\n\n${second}`
}

function solutionOf(result: Loose, rule: Rule, dependency: Dependency | null): string {
  const fixes = listOf(result['fixes']).slice(0, 5)
  const proposed = fixes.map((fix) => textOf(objectOf(objectOf(fix)['description'])['text'], 2000))
  const upgrade =
    dependency === null || dependency.patchedVersion === ''
      ? ''
      : `Upgrade ${dependency.package} to ${dependency.patchedVersion}.`
  return [upgrade, rule.solution, ...proposed].filter((part) => part !== '').join('\n\n')
}

function cweOf(result: Loose, rule: Rule, run: Run, tags: readonly string[]): string {
  const own = cweOfField(objectOf(result['properties'])['cwe'])
  if (own !== '') return own
  for (const taxon of listOf(result['taxa']).slice(0, 50).map(objectOf)) {
    const taxonomy = countOf(objectOf(taxon['toolComponent'])['index'])
    const found = cweOfReference(taxon) || cweIn(run.taxonOf(taxonomy, countOf(taxon['index'])))
    if (found !== '') return found
  }
  return rule.cwe || tags.map(cweIn).find((found) => found !== '') || ''
}

function fingerprintOf(result: Loose, known: Known, dependency: Dependency | null): string {
  const { run, rule, message, location } = known
  const code = normaliseCode(location.code || location.context)
  const mark =
    dependency === null
      ? ownFingerprint(result) || code || normaliseMessage(message)
      : dependency.package
  return spotFingerprint({
    tool: run.tool,
    rule: rule.id,
    place: location.path || location.url,
    mark,
  })
}

function evidenceOf(
  result: Loose,
  location: Location,
  more: { dependency: Dependency | null; advisory: string; cvss: number | null },
): Evidence {
  const web = objectOf(result['webRequest'])
  const isOneLine = location.code !== '' && !location.code.includes('\n')
  return present({
    fileName: location.path,
    firstLine: location.line,
    vulnerableLine: isOneLine ? location.code.trim() : '',
    codeSnippet: location.context || location.code,
    url: location.url || textOf(web['target'], 4000),
    method: textOf(web['method'], 20),
    request: textOf(objectOf(web['body'])['text'], 4000),
    response: textOf(objectOf(objectOf(result['webResponse'])['body'])['text'], 4000),
    package: more.dependency?.package ?? '',
    affectedVersion: more.dependency?.affectedVersion ?? '',
    patchedVersion: more.dependency?.patchedVersion ?? '',
    cve: more.advisory,
    cvss: more.cvss,
  })
}

/** Somebody decided to ignore it, and nobody objects or is still thinking about it. */
function isSuppressed(result: Loose): boolean {
  const suppressions = listOf(result['suppressions']).map(objectOf)
  const isOpen = ({ status }: Loose) => status === 'rejected' || status === 'underReview'
  return suppressions.length > 0 && !suppressions.some(isOpen)
}

function masked(finding: Finding): Finding {
  const { vulnerableLine, codeSnippet, ...evidence } = finding.evidence
  return {
    ...finding,
    title: maskSecrets(finding.title),
    description: maskSecrets(finding.description),
    evidence: {
      ...evidence,
      ...(vulnerableLine === undefined ? {} : { vulnerableLine: maskSecrets(vulnerableLine) }),
      ...(codeSnippet === undefined ? {} : { codeSnippet: maskSecrets(codeSnippet) }),
    },
  }
}

import type { VulnerabilityType } from '../../vulnerability/evidence.ts'
import type { Finding } from '../../vulnerability/finding.ts'
import {
  normaliseCode,
  normaliseMessage,
  spotFingerprint,
} from '../../vulnerability/fingerprint.ts'
import { cweIn, cweOfField } from '../cwe.ts'
import { countOf, isObject, listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { showsSecret } from '../mask.ts'
import { goneItem, packageFingerprint } from '../package-finding.ts'
import type { Item } from '../report.ts'
import { typeOf } from '../tool-type.ts'
import { locationOf, type Location } from './location.ts'
import { evidenceOf, onHost } from './evidence.ts'
import { masked } from './masked.ts'
import { longerMessageOf, messageOf } from './message.ts'
import { ownFingerprint, ownGuid } from './own-fingerprint.ts'
import { packageIn, type PackageSaid } from './package.ts'
import { cweOfReference, type Rule } from './rule.ts'
import type { Run } from './run.ts'
import { severityOf } from './severity.ts'
import { descriptionOf, solutionOf, titleOf } from './words.ts'

/** Whatever tool passes them on. Snyk has rules for configuration too: `SNYK-CC-TF-82`. */
const OF_PACKAGE = /^(?:CVE-\d|GHSA-|SNYK-(?!CC-)[A-Z])/
const NO_PROBLEM = new Set(['pass', 'informational', 'notapplicable'])

/** One result as a finding, or why it is none. */
export function readResult(value: unknown, run: Run): Item {
  if (!isObject(value)) return { kind: 'skipped', reason: 'not an object', gap: true }
  const kind = textOf(value['kind'], 40)
  if (NO_PROBLEM.has(kind.toLowerCase()))
    return { kind: 'skipped', reason: `kind "${kind}": not a problem` }
  const rule = ruleOf(value, run)
  if (rule.tags.includes('license'))
    return { kind: 'skipped', reason: 'a licence, not a vulnerability' }
  const message = messageOf(value, rule, run.messages)
  if (rule.id === '' && message === '') {
    return { kind: 'skipped', reason: 'neither a rule nor a message', gap: true }
  }
  const location = locationOf(value, run.places)
  const finding = findingOf(value, { run, rule, message, location })
  const isNowhere = finding.advisory !== undefined
  const item: Item = {
    kind: 'found',
    finding,
    // The same package in two places is one.
    line: isNowhere ? 0 : (location.line ?? 0),
    column: isNowhere ? 0 : (location.column ?? 0),
  }
  return value['baselineState'] === 'absent'
    ? goneItem(item, 'baseline state "absent": no longer there', 'scan')
    : item
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
  const byTool = typeOf(run.tool, tags)
  const isDependency = byTool === 'SCA' || byTool === 'CONTAINER'
  // Kubescape looks at manifests, and at images too.
  const isOfPackage = isDependency || (OF_PACKAGE.test(rule.id) && !isOfHost(byTool))
  const said = packageIn(result, rule, message, isOfPackage)
  const type = said.dependency === null || isDependency ? byTool : 'SCA'
  const { severity, cvss } = severityOf(result, rule, message)
  const finding: Finding = {
    tool: run.tool,
    rule: rule.id,
    title: titleOf(rule, message, said),
    description: descriptionOf(rule, longerMessageOf(result, message), location, said),
    solution: solutionOf(result, rule, message, said),
    reference: rule.reference,
    category: cweOf(result, rule, run, tags),
    type,
    severity,
    fingerprint: fingerprintOf(result, known, said),
    toolId: ownGuid(result),
    evidence: evidenceOf(
      result,
      type === 'DAST' ? onHost(location, message) : location,
      said,
      cvss,
    ),
    suppressed: isSuppressed(result),
    ...(said.advisory === null ? {} : { advisory: said.advisory }),
  }
  const words = `${rule.id} ${finding.title}`
  return showsSecret(type, finding.category, words) ? masked(finding) : finding
}

/** A CVE that is found from outside says what is flawed, not which package. */
function isOfHost(type: VulnerabilityType): boolean {
  return type === 'DAST' || type === 'NETWORK'
}

function ruleOf(result: Loose, run: Run): Rule {
  const reference = objectOf(result['rule'])
  const id = textOf(result['ruleId'], 500) || textOf(reference['id'], 500)
  const index = countOf(result['ruleIndex']) ?? countOf(reference['index'])
  const guid = index === null ? textOf(reference['guid'], 100) : ''
  return run.ruleOf(id || guid, index, objectOf(reference['toolComponent']))
}

function cweOf(result: Loose, rule: Rule, run: Run, tags: readonly string[]): string {
  const { cwe, cweId } = objectOf(result['properties'])
  const own = cweOfField(cwe ?? cweId)
  if (own !== '') return own
  for (const taxon of listOf(result['taxa']).slice(0, 50).map(objectOf)) {
    const taxonomy = countOf(objectOf(taxon['toolComponent'])['index'])
    const found = cweOfReference(taxon) || cweIn(run.taxonOf(taxonomy, countOf(taxon['index'])))
    if (found !== '') return found
  }
  return rule.cwe || tags.map(cweIn).find((found) => found !== '') || ''
}

function fingerprintOf(result: Loose, known: Known, said: PackageSaid): string {
  const { run, rule, message, location } = known
  const { dependency, advisory, id } = said
  if (dependency !== null && advisory !== null) return packageFingerprint(dependency.package, id)
  const code = normaliseCode(location.code || location.context)
  const mark =
    dependency === null
      ? ownFingerprint(result) || code || normaliseMessage(message)
      : dependency.package
  const at = location.path || location.url
  // Black Duck's place is the package, with a version that moves.
  const version = dependency === null ? '' : dependency.affectedVersion
  const place = version === '' ? at : at.replaceAll(`@${version}`, '')
  return spotFingerprint({ tool: run.tool, rule: rule.id, place, mark })
}

/** Somebody decided to ignore it, and nobody objects or is still thinking about it. */
function isSuppressed(result: Loose): boolean {
  const suppressions = listOf(result['suppressions']).map(objectOf)
  // Before its last draft SARIF called it a state.
  const isOpen = ({ status, state }: Loose) =>
    /^(?:rejected|underReview)$/i.test(textOf(status ?? state, 20))
  return suppressions.length > 0 && !suppressions.some(isOpen)
}

import type { Advisory } from '../../vulnerability/finding.ts'
import { advisory, advisoryOf } from '../advisory.ts'
import {
  advisoriesIn,
  dependencyIn,
  dependencyOf,
  dependencyOfXray,
  type Dependency,
} from '../dependency.ts'
import { listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { readPurl } from '../purl.ts'
import type { Rule } from './rule.ts'

/** What a result says of a package: SARIF has no fields for it, so each scanner does it its way. */
export interface PackageSaid {
  readonly dependency: Dependency | null
  /** The CVE or GHSA as people know it; empty if none. */
  readonly id: string
  /** Where package and advisory are both certain. */
  readonly advisory: Advisory | null
}

const NOTHING: PackageSaid = { dependency: null, id: '', advisory: null }

export function packageIn(
  result: Loose,
  rule: Rule,
  message: string,
  isDependency: boolean,
): PackageSaid {
  const named = namedIn(result)
  if (!isDependency && named === null) return NOTHING
  const ids = [...idsOf(rule, message, isDependency), ...crossReferences(result)]
  const texts = [message, rule.purl, rule.title, rule.description, rule.help]
  const found =
    named ?? dependencyOfXray(rule.title) ?? dependencyIn(...texts) ?? onlyName(rule, message)
  const patched = rule.patched || (rule.fixes.get(found?.package ?? '') ?? fixedIn(result))
  const dependency = found && { ...found, patchedVersion: found.patchedVersion || patched }
  const id = advisoryOf(ids) || (advisoriesIn(`${message} ${rule.help}`)[0] ?? '')
  return { dependency, id, advisory: advisory(dependency?.package ?? '', ids) }
}

/** Spectral says of an advisory but the package: a flaw with a name of its own begins large. */
function onlyName(rule: Rule, message: string): Dependency | null {
  const isName = advisoriesIn(rule.id)[0] === rule.id && /^@?[a-z][\w./-]{1,200}$/.test(message)
  return isName ? { package: message, affectedVersion: '', patchedVersion: '' } : null
}

/** Endor's sentence, and Meterian's. */
const NAMED =
  /^\S{1,300} (?:has an? \w{1,20} severity vulnerability identified by|is affected by vulnerability) (\S{1,40})/

/** Of the message only what it gives as other names: it may speak of other advisories too. */
function idsOf(rule: Rule, message: string, isDependency: boolean): string[] {
  const others = /\(also known as ([^)]{0,500})\)/.exec(message)?.[1] ?? ''
  const named = NAMED.exec(message)?.[1] ?? ''
  const first = /^\(([^)]{0,500})\)/.exec(rule.description)?.[1] ?? ''
  const own = /^(?:SNYK-[\w-]+$|GO-\d{4}-\d+$|XRAY-\d+(?=_))/.exec(rule.id) ?? []
  return [
    ...advisoriesIn(rule.id),
    ...rule.aliases.flatMap(advisoriesIn),
    ...advisoriesIn(`${first} ${others} ${named}`),
    ...own,
    // Govulncheck's, and of others the title's first word.
    ...(isDependency
      ? [...rule.tags, rule.title.split(' ', 1)[0] ?? ''].flatMap(advisoriesIn)
      : []),
  ]
}

/** Where Microsoft's converter of Snyk's puts the other names. */
function crossReferences(result: Loose): string[] {
  const { cve, xref } = objectOf(result['properties'])
  const names = [...listOf(cve), ...listOf(xref)].slice(0, 100)
  return names.flatMap((name) => advisoriesIn(textOf(name, 100)))
}

/** JFrog's `[4.17.5]`; without a number it says that there is none. */
function fixedIn(result: Loose): string {
  const { fixedVersion } = objectOf(result['properties'])
  return /^\[(\d[^\]]*)\]/.exec(textOf(fixedVersion, 100))?.[1] ?? ''
}

/** Dependency-Check gives a package URL as the logical place, Black Duck a component. */
function namedIn(result: Loose): Dependency | null {
  for (const location of listOf(result['locations']).slice(0, 10).map(objectOf)) {
    for (const logical of listOf(location['logicalLocations']).slice(0, 10).map(objectOf)) {
      const url = textOf(logical['fullyQualifiedName'], 1000)
      if (readPurl(url) !== null) return dependencyOf(url)
    }
  }
  const its = objectOf(result['properties'])
  const name = textOf(its['component'], 300) || textOf(its['packageName'], 300)
  if (name === '') return null
  const version = its['componentVersion'] ?? its['packageVersion'] ?? its['affectedVersions']
  const affectedVersion = textOf(version, 100)
  const patched = listOf(its['patchedVersion']).slice(0, 10)
  const patchedVersion = patched.map((one) => textOf(one, 100)).join(', ')
  return affectedVersion === '' ? null : { package: name, affectedVersion, patchedVersion }
}

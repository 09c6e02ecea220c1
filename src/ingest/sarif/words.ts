import { listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { joined } from '../package-finding.ts'
import type { Location } from './location.ts'
import { firstSentence } from './message.ts'
import type { PackageSaid } from './package.ts'
import { shortTitle, type Rule } from './rule.ts'

export function titleOf(
  rule: Rule,
  message: string,
  { id, dependency, advisory }: PackageSaid,
): string {
  if (advisory !== null && dependency !== null) return `${id} in ${dependency.package}`
  const said = firstSentence(message.replace(PLACE, ''))
  const isOwn = rule.short !== '' && !isOfOther(rule.title, said)
  const short = isOwn ? rule.short : shortTitle(said || rule.id)
  return id === '' || short.includes(id) ? short : `${id}: ${short}`
}

/** Luacheck's and others' messages begin with it; lines move. */
const PLACE = /^\S{1,300}\.\w{1,20}:\d{1,7}(?::\d{1,7})?: /

/**
 * Cppcheck and Nuclei describe a rule by its first result: `Memory leak: a` is nothing to say of a
 * `Memory leak: b`.
 */
function isOfOther(ofRule: string, own: string): boolean {
  const length = Math.min(ofRule.length, own.length)
  // What is much longer says more than another's name.
  if (length > MAX_COMPARED || Math.max(ofRule.length, own.length) * 2 > length * 3) return false
  let before = 0
  while (before < length && ofRule[before] === own[before]) before++
  if (before < MIN_COMMON || ofRule.includes(own) || own.includes(ofRule)) return false
  let after = 0
  while (after < length - before && ofRule.at(-1 - after) === own.at(-1 - after)) after++
  return (before + after) * 3 >= length * 2
}

const MAX_COMPARED = 1000
const MIN_COMMON = 8

export function descriptionOf(
  rule: Rule,
  message: string,
  { said, others }: Location,
  { advisory }: PackageSaid,
): string {
  // Where the title names the advisory, its words stand here.
  const title = advisory === null || rule.title === rule.id ? '' : rule.title
  const places = others.length === 0 ? '' : `Also at:\n${others.map((at) => `- ${at}`).join('\n')}`
  const help = advisory !== null && rule.isHelp ? rule.solution : ''
  const ofRule = isOfOther(rule.description, message) ? '' : rule.description
  // Of a package only the name of the file is said.
  const here = advisory === null ? said : ''
  const texts = [title, message, here, ofRule, help, places]
  return texts.reduce((text, next) => joined('\n\n', text, next), '')
}

export function solutionOf(result: Loose, rule: Rule, message: string, said: PackageSaid): string {
  const { dependency, advisory } = said
  const fixes = listOf(result['fixes']).slice(0, 5)
  const proposed = fixes
    .map((fix) => textOf(objectOf(objectOf(fix)['description'])['text'], 2000))
    .filter((text) => !`${message}\n${rule.title}`.includes(text))
  // Dependency-Track's and Nessus'.
  const own = objectOf(result['properties'])
  const advice = textOf(own['recommendation'], 2000) || textOf(own['solution'], 2000)
  const upgrade =
    dependency === null || dependency.patchedVersion === ''
      ? ''
      : `Upgrade ${dependency.package} to ${dependency.patchedVersion}.`
  const isSaid = (advisory !== null && rule.isHelp) || message.includes(rule.solution)
  const help = isSaid ? '' : rule.solution
  return [upgrade, help, advice, ...proposed].filter((part) => part !== '').join('\n\n')
}

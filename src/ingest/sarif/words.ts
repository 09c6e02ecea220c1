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
  const short = rule.short || shortTitle(firstSentence(message) || rule.id)
  return id === '' || short.includes(id) ? short : `${id}: ${short}`
}

export function descriptionOf(
  rule: Rule,
  message: string,
  { others }: Location,
  { advisory }: PackageSaid,
): string {
  // Where the title names the advisory, its words stand here.
  const title = advisory === null || rule.title === rule.id ? '' : rule.title
  const places = others.length === 0 ? '' : `Also at:\n${others.map((at) => `- ${at}`).join('\n')}`
  const help = advisory !== null && rule.isHelp ? rule.solution : ''
  const texts = [title, message, rule.description, help, places]
  return texts.reduce((text, next) => joined('\n\n', text, next), '')
}

export function solutionOf(result: Loose, rule: Rule, said: PackageSaid): string {
  const { dependency, advisory } = said
  const fixes = listOf(result['fixes']).slice(0, 5)
  const proposed = fixes.map((fix) => textOf(objectOf(objectOf(fix)['description'])['text'], 2000))
  const upgrade =
    dependency === null || dependency.patchedVersion === ''
      ? ''
      : `Upgrade ${dependency.package} to ${dependency.patchedVersion}.`
  const help = advisory !== null && rule.isHelp ? '' : rule.solution
  return [upgrade, help, ...proposed].filter((part) => part !== '').join('\n\n')
}

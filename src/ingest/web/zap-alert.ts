import type { Severity } from '../../vulnerability/severity.ts'
import { cweOfField } from '../cwe.ts'
import { codeOf, cut, listOf, numberOf, objectOf, textOf, type Loose } from '../loose.ts'
import { maskCookie } from '../mask.ts'
import { referencesOf } from '../package-finding.ts'
import { plainText } from '../plain-text.ts'
import type { Item } from '../report.ts'
import { webItem } from './web-finding.ts'

const RISKS: Readonly<Record<string, Severity>> = {
  '0': 'NOTIFICATION',
  '1': 'LOW',
  '2': 'MEDIUM',
  '3': 'HIGH',
}
const MAX_ADDRESSES = 10

/**
 * One alert of one site is one finding, whatever the number of addresses: a header that a thousand
 * pages lack is one thing to mend. The first address in the alphabet is its evidence.
 */
export function readAlert(entry: Loose, site: string): Item {
  const listed = listOf(entry['instances']).map(objectOf)
  // Some are written without: then the alert is its own.
  const instances = (listed.length === 0 ? [entry] : listed).toSorted(byAddress)
  const first = instances[0] ?? {}
  const risk = textOf(entry['riskcode'], 4)
  const reference = textOf(entry['alertRef'], 40)
  const title = plainText(textOf(entry['name'], 300) || textOf(entry['alert'], 300))
  // Old versions name a cookie with its value.
  const shown = /cookie/i.test(title) ? maskCookie : (text: string) => text
  return webItem({
    tool: 'ZAP',
    rule: reference || textOf(entry['pluginid'], 40),
    title,
    description: [
      plainText(textOf(entry['desc'])),
      // What it is that was found, such as the library and its CVEs.
      plainText(textOf(entry['otherinfo'], 4000) || textOf(first['otherinfo'], 4000)),
      addresses(instances, shown, numberOf(entry['count']) ?? 0),
    ]
      .filter((text) => text !== '')
      .join('\n\n'),
    solution: plainText(textOf(entry['solution'])),
    reference: referencesOf([plainText(textOf(entry['reference']))]),
    category: cweOf(entry),
    severity: (Object.hasOwn(RISKS, risk) ? RISKS[risk] : undefined) ?? 'MEDIUM',
    url: textOf(first['uri'], 4000) || site,
    method: textOf(first['method'], 20),
    parameters: shown(textOf(first['param'], 1000)),
    request: joinedParts(first, 'request'),
    response: joinedParts(first, 'response') || shown(codeOf(first['evidence'])),
    place: site,
    // A rule may raise several alerts, which old versions tell apart by their names only.
    mark: reference === '' ? title : '',
    // ZAP's word for "a person has said that it is none".
    suppressed: textOf(entry['confidence'] ?? entry['reliability'], 4) === '0',
  })
}

function byAddress(a: Loose, b: Loose): number {
  const [left, right] = [a, b].map((one) =>
    ['uri', 'method', 'param'].map((name) => textOf(one[name], 4000)).join(' '),
  )
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1
}

/**
 * Each once: an address that was fetched three times is one place. `count` is ZAP's own, which may
 * be told to list fewer.
 */
function addresses(
  instances: readonly Loose[],
  shownAs: (parameter: string) => string,
  count: number,
): string {
  const all = new Set(
    instances.map((one) => {
      const parameter = shownAs(textOf(one['param'], 100))
      const where = `${textOf(one['method'], 20)} ${textOf(one['uri'], 500)}`.trim()
      return `- ${where}${parameter === '' ? '' : ` (${parameter})`}`
    }),
  )
  const isCut = count > instances.length
  if (all.size < 2 && !isCut) return ''
  const shown = [...all].slice(0, MAX_ADDRESSES)
  const more = all.size - shown.length
  const rest = more === 0 ? [] : [`- and ${more} more`]
  const heading = isCut
    ? `Found ${count} times, of which the report names ${instances.length}:`
    : `Found at ${all.size} addresses:`
  return [heading, ...shown, ...rest].join('\n')
}

/** A report "plus" has them, as header and body. */
function joinedParts(instance: Loose, part: 'request' | 'response'): string {
  const header = codeOf(instance[`${part}-header`] ?? instance[`${part}header`])
  const body = codeOf(instance[`${part}-body`] ?? instance[`${part}body`])
  return cut([header, body].filter((text) => text !== '').join('\n\n'), 4000)
}

/** -1 and 0 stand for none. */
function cweOf(entry: Loose): string {
  const id = textOf(entry['cweid'], 10)
  return /^\d+$/.test(id) ? cweOfField(id) : ''
}

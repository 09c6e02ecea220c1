import { cweIn } from '../cwe.ts'
import { codeOf, textOf } from '../loose.ts'
import { referencesOf } from '../package-finding.ts'
import { plainText } from '../plain-text.ts'
import type { Item, ReportFormat } from '../report.ts'
import { severityOfWord } from '../severity-word.ts'
import { below, fieldsOf, readXml, type XmlReading } from '../xml/xml-report.ts'
import type { XmlElement } from '../xml/xml-walk.ts'
import { webItem } from './web-finding.ts'

/** Burp's XML report of issues. */
export const burpXml: ReportFormat = {
  name: 'Burp XML',
  recognises: ({ kind, keys }) => kind === 'xml' && keys.has('issues'),
  open: (source) => readXml(source, reading()),
}

function reading(): XmlReading {
  let version = ''
  return {
    entries: ['issues/issue'],
    open: ['issues'],
    learn({ element: { attributes } }) {
      version = textOf(attributes.get('burpVersion'), 40)
    },
    describe: () => ({ tool: 'Burp', format: `Burp XML ${version}`.trim() }),
    read: ({ element }) => [issue(element)],
  }
}

/** That of every issue which an extension found. */
const EXTENSION_TYPE = '134217728'

function issue(element: XmlElement): Item {
  const fields = fieldsOf(element)
  const host = textOf(fields['host'], 1000)
  const severity = textOf(fields['severity'], 40)
  const type = textOf(fields['type'], 100)
  const location = textOf(fields['location'], 2000)
  const [exchange] = below(element, 'requestresponse')
  const words = (...names: readonly string[]) =>
    names
      .map((name) => plainText(textOf(fields[name])))
      .filter((text) => text !== '')
      .join('\n\n')
  return webItem({
    tool: 'Burp',
    rule: (type === EXTENSION_TYPE ? '' : type) || textOf(fields['name'], 300) || type,
    title: textOf(fields['name'], 300),
    description: [words('issueDetail'), detailsIn(element), words('issueBackground')]
      .filter((text) => text !== '')
      .join('\n\n'),
    solution: words('remediationDetail', 'remediationBackground'),
    reference: linksIn(textOf(fields['references'])) || words('references'),
    category: cweIn(textOf(fields['vulnerabilityClassifications'], 2000)),
    severity: severityOfWord(severity) ?? (/^false/i.test(severity) ? 'NOTIFICATION' : 'MEDIUM'),
    url: host + textOf(fields['path'], 3000),
    method:
      exchange === undefined
        ? ''
        : textOf(below(exchange, 'request')[0]?.attributes.get('method'), 20),
    parameters: /\[(.+)\]$/.exec(location)?.[1] ?? '',
    request: message(exchange, 'request'),
    response: message(exchange, 'response'),
    place: host,
    // The path with the parameter behind it.
    mark: location || textOf(fields['path'], 2000),
    // Burp keeps "False positive" among the severities.
    suppressed: /^false/i.test(severity),
  })
}

const MAX_DETAILS = 100

/** Such as the libraries that it found, each in an element. */
function detailsIn(element: XmlElement): string {
  const items = below(element, 'issueDetailItems/issueDetailItem')
  const more = items.length - MAX_DETAILS
  const rest = more > 0 ? [`- and ${more} more`] : []
  const shown = items.slice(0, MAX_DETAILS).map(({ text }) => `- ${plainText(textOf(text, 2000))}`)
  return [...shown, ...rest].join('\n')
}

function linksIn(html: string): string {
  const links = html.matchAll(/\bhref="(https?:[^"\s]{1,1000})"/gi)
  return referencesOf(Array.from(links, ([, url = '']) => plainText(url)))
}

/** The first characters suffice: a response may hold the whole page. */
function message(exchange: XmlElement | undefined, name: string): string {
  const [part] = exchange === undefined ? [] : below(exchange, name)
  if (part === undefined) return ''
  const text = part.text.slice(0, 8000)
  return codeOf(
    part.attributes.get('base64') === 'true' ? Buffer.from(text, 'base64').toString('utf8') : text,
  )
}

import { REPORT_FORMATS_LISTED } from '../vulnerability/report-formats.ts'
import { KNOWN_FORMATS, KNOWN_XML, type KnownFormat } from './other-formats-known.ts'
import { ReportError, type Shape } from './report.ts'

/** For the end of a refusal. */
export const TAKES = `Lockstep reads ${REPORT_FORMATS_LISTED}.`

/** What may have happened where HTML comes. */
export const WEB_PAGE =
  'It may be a log-in or error page that was saved in place of the report; or the report as HTML, which scanners write as JSON or XML too.'

/**
 * Refuses what is known not to be read by its beginning: JSON Lines, say, could not be read whole to
 * learn more of it.
 */
export function checkOther(shape: Shape): void {
  const known = knownFormat(shape)
  if (known !== undefined) throw new ReportError(...refusal(known))
}

/** What is wrong with a file of no known format, and what to do: the first two arguments of a ReportError. */
export function otherFormat(shape: Shape): [string, string] {
  const { kind, keys } = shape
  const known = knownFormat(shape)
  if (known !== undefined) return refusal(known)
  if (kind === 'xml' && keys.has('html')) return ['this is a web page', `${WEB_PAGE} ${TAKES}`]
  if (kind === 'xml') return [`this is XML${xmlName([...keys][0])}, which is not read`, TAKES]
  if (kind === 'value') return ['this is a single JSON value, not a report', TAKES]
  const top = [...keys].filter((key) => !key.replace(/^\*\./, '').includes('.'))
  const seen = top.slice(0, 5).map((key) => JSON.stringify(key.slice(0, 40)))
  const has = seen.length === 0 ? 'it is empty' : `it has ${seen.join(', ')}`
  const what = kind === 'list' ? 'a JSON list' : 'JSON'
  return [`this is ${what}, but no report of a known format (${has})`, TAKES]
}

function knownFormat({ kind, keys }: Shape): KnownFormat | undefined {
  if (kind === 'xml') return undefined
  return KNOWN_FORMATS.find((format) => format.keys.every((key) => keys.has(key)))
}

function refusal({ name, how }: KnownFormat): [string, string] {
  return [`this looks like ${name}, which is not read`, `${TAKES} ${how}`.trim()]
}

function xmlName(root: string | undefined): string {
  if (root === undefined) return ''
  return Object.hasOwn(KNOWN_XML, root) ? ` (${KNOWN_XML[root]})` : ` (<${root.slice(0, 60)}>)`
}

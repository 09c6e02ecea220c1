import { TAKES, WEB_PAGE } from './other-format.ts'
import { ReportError } from './report.ts'

const SIGNATURES: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b], 'a ZIP archive'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a zstd archive'],
  [[0xfd, 0x37, 0x7a, 0x58], 'an xz archive'],
  [[0x42, 0x5a, 0x68], 'a bzip2 archive'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
]

/** `[INF] …`, `[main]\tINFO …`: no list of JSON begins so. */
const LOG_LINE = /^\[(?!(?:true|false|null)\b)(?:[A-Za-z]|\d{4}-\d\d)[\w .,:+-]{0,40}\]/
const REPORT_LINE = /^(?:\{\s*(?:$|["}])|\[\s*(?:$|[{"\]])|<\?xml)/
const TABLE = /^(?:"[^"]{0,60}"|[^",;\t]{1,60})(?:[,;\t](?:"[^"]{0,60}"|[^",;\t]{0,60})){2}/

/** Says what a file that can't be a report looks like. `head` is its first few thousand bytes. */
export function checkFirstBytes(head: Uint8Array): void {
  const problem = problemOf(head)
  if (problem !== null) throw new ReportError(...problem, { offset: 0, line: 1 })
}

function problemOf(head: Uint8Array): [string, string] | null {
  const starts = (bytes: readonly number[]) => bytes.every((byte, i) => head[i] === byte)
  const archive = SIGNATURES.find(([bytes]) => starts(bytes))
  if (archive !== undefined)
    return [`this is ${archive[1]}, not a report`, `Unpack it first. ${TAKES}`]
  if (starts([0xff, 0xfe]) || starts([0xfe, 0xff]) || (head[0] === 0) !== (head[1] === 0)) {
    return ['this is UTF-16', `Save it as UTF-8 (in PowerShell: Out-File -Encoding utf8). ${TAKES}`]
  }
  const text = new TextDecoder().decode(head).trimStart()
  if (text === '')
    return ['the file is empty', 'Check that the scanner ran, and where it wrote its report.']
  if (/^<(!doctype\s+)?html/i.test(text)) {
    return ['this is a web page', `${WEB_PAGE} ${TAKES}`]
  }
  const [first = '', ...more] = text.split('\n', 2000)
  const isWords = !/^[{[<]/.test(text) || LOG_LINE.test(text)
  if (isWords && more.some((line) => REPORT_LINE.test(line))) {
    return [
      `${JSON.stringify(first.trim().slice(0, 40))} stands before the report`,
      'Have the scanner write its report into a file, with an option such as -o: what it prints besides is no part of it.',
    ]
  }
  if (!isWords || /^[{[<]/.test(text)) return null
  if (/^null\s*$/.test(text)) {
    const advice = 'Some scanners write that where they found nothing: send an empty list, `[]`.'
    return ['this is `null`, and no report', advice]
  }
  if (TABLE.test(first)) return [`this looks like a table (CSV), which is not read`, TAKES]
  return [
    `this is neither JSON nor XML: it begins with ${JSON.stringify(text.slice(0, 20))}`,
    TAKES,
  ]
}

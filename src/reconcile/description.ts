import { SEVERITY_LABELS } from '../vulnerability/severity.ts'
import { TYPE_LABELS } from '../vulnerability/evidence.ts'
import type { Evidence } from '../vulnerability/evidence.ts'
import type { Vulnerability } from '../vulnerability/vulnerability.ts'
import { cutWithMark, oneLine, plain } from './text.ts'

export interface Described {
  readonly vulnerability: Vulnerability
  readonly assetName: string
  readonly link: string
}

/**
 * A ticket's description in plain text. Where it is too long the middle is cut: who reads a cut
 * one needs the link to the rest most of all.
 */
export function describe(described: Described, length: number): string {
  const { head, body, tail } = paragraphs(described)
  const room = length - head.length - tail.length - 4
  const whole = [head, body, tail].filter((part) => part !== '').join('\n\n')
  if (whole.length <= length || room < 40) return cutWithMark(whole, length)
  return [head, cutWithMark(body, room), tail].join('\n\n')
}

function paragraphs({ vulnerability, assetName, link }: Described) {
  const { id, type, category, severity, evidence } = vulnerability
  return {
    head: lines([
      ['ID', String(id)],
      ['Type', TYPE_LABELS[type]],
      ['Category', category],
      ['Asset', assetName],
      ['Severity', SEVERITY_LABELS[severity]],
    ]),
    body: [
      block('Description', vulnerability.description),
      block('Remediation', vulnerability.solution),
      block('Reference', vulnerability.reference),
      lines(places(evidence)),
      block('Code', evidence.codeSnippet ?? evidence.vulnerableLine ?? ''),
      block('Request', evidence.request ?? ''),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    tail: `Open in Lockstep: ${link}`,
  }
}

/** Whatever of these a vulnerability has depends on its type, so there is no switch on it. */
function places(evidence: Evidence): [label: string, value: string][] {
  return [
    ['File', evidence.fileName ?? ''],
    ['Line', String(evidence.firstLine ?? '')],
    ['URL', evidence.url ?? ''],
    ['Method', evidence.method ?? ''],
    ['Parameters', evidence.parameters ?? ''],
    ['Package', evidence.package ?? ''],
    ['Affected version', evidence.affectedVersion ?? ''],
    ['Patched version', evidence.patchedVersion ?? ''],
    ['CVE', evidence.cve ?? ''],
    ['CVSS', String(evidence.cvss ?? '')],
    ['Address', evidence.address ?? ''],
    ['Port', String(evidence.port ?? '')],
    ['Protocol', evidence.protocol ?? ''],
  ]
}

function lines(rows: readonly [label: string, value: string][]): string {
  return rows
    .map(([label, value]) => [label, oneLine(value)] as const)
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label}: ${value}`)
    .join('\n')
}

function block(label: string, text: string): string {
  const value = plain(text)
  return value === '' ? '' : `${label}:\n${value}`
}

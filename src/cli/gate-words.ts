import type { z } from 'zod'

import type { VulnerabilityRow } from '../http/schema/vulnerability.ts'
import { SEVERITY_LABELS, type Severity } from '../vulnerability/severity.ts'
import { plain } from './plain.ts'

type Row = z.output<typeof VulnerabilityRow>

/** A verdict and what it rests on. */
export interface Gate {
  readonly passed: boolean
  readonly asset: { readonly id: number; readonly name: string }
  readonly failOn: Severity
  readonly scope: string | null
  readonly newSince: string | null
  /** The gravest first. */
  readonly found: readonly Found[]
  /** Those in status Created that were left out. */
  readonly notCounted: number
  /** Whether anything was ever imported: without it, passing means little. */
  readonly isScanned: boolean
}

export interface Found {
  readonly severity: Severity
  readonly total: number
  readonly isExact: boolean
  /** The first of them. */
  readonly items: readonly Pick<Row, 'id' | 'title' | 'severity' | 'ticket'>[]
}

/** So many lines are read in the log of a build. */
const LINES = 50

export function gateWords(gate: Gate, url: string): string {
  const unscanned = gate.isScanned ? [] : ['Nothing was imported into it yet']
  return [verdict(gate), ...offenders(gate, url), ...notCounted(gate), ...unscanned].join('\n')
}

function verdict({ passed, asset, failOn, scope, newSince, found }: Gate): string {
  const name = plain(asset.name) + (scope === null ? '' : ` (${plain(scope)})`)
  const grade = SEVERITY_LABELS[failOn] + (failOn === 'CRITICAL' ? '' : ' or above')
  const since =
    newSince === null ? '' : ` found since ${newSince.slice(0, 16).replace('T', ' ')} UTC`
  if (passed) return `Passed: ${name} has no open vulnerability of ${grade}${since}`
  const parts = found
    .filter(({ total }) => total > 0)
    .map((one) => `${count(one)} ${SEVERITY_LABELS[one.severity]}`)
  return `Failed: ${name} has open vulnerabilities of ${grade}${since}: ${parts.join(', ')}`
}

function offenders({ asset, found }: Gate, url: string): string[] {
  const all = found.flatMap(({ items }) => items)
  const named = all.slice(0, LINES)
  const width = Math.max(...named.map((row) => SEVERITY_LABELS[row.severity].length))
  const lines = named.map(({ id, title, severity, ticket }) => {
    const number = ticket === null ? '' : ` (${plain(ticket.number)})`
    const grade = SEVERITY_LABELS[severity].padEnd(width)
    return `  ${grade}  ${plain(title)}${number}  ${url}/spa/vulnerabilities/${id}`
  })
  const isAll = named.length === found.reduce((sum, { total }) => sum + total, 0)
  if (isAll) return lines
  const severities = found.map(({ severity }) => severity).join(',')
  return [
    ...lines,
    `  and more: ${url}/spa/vulnerabilities?assetId=${asset.id}&severity=${severities}`,
  ]
}

function notCounted({ notCounted: count }: Gate): string[] {
  if (count === 0) return []
  return [
    `Not counted: ${count} in status Created, which nobody has looked at; --include-created counts them`,
  ]
}

function count({ total, isExact }: Found): string {
  return isExact ? String(total) : `more than ${total}`
}

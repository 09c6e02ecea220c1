import { hash } from 'node:crypto'
import type { StagedFinding, UnchangedFinding } from '../store/import-staging.ts'
import { contentOf } from '../vulnerability/content.ts'
import type { Finding } from '../vulnerability/finding.ts'
import type { IsKnown } from './known-contents.ts'
import type { FoundItem, Item } from './report.ts'

export type StagedRow = StagedFinding | UnchangedFinding

interface Making {
  readonly keyOf: (fingerprint: string) => string
  readonly isKnown: IsKnown
}

/** What is staged of items, the first of which stands at `from` in the import. */
export type RowsOf = (items: readonly Item[], from: number) => readonly StagedRow[]

/** For one import: it remembers the hashes of a few descriptions, which scanners say many times. */
export function rowsOf({ keyOf, isKnown }: Making): RowsOf {
  const md5Of = remembering((text) => hash('md5', text))

  function foundRow({ finding, line, column }: FoundItem, ordinal: number): StagedRow {
    const content = contentOf(finding)
    const { tool, fingerprint, suppressed, advisory, description } = finding
    if (!isKnown(content)) {
      const more = { ticketKey: keyOf(fingerprint), gone: false, isVerdict: false }
      return { ...finding, ordinal, line, column, content, ...more }
    }
    const row = { ordinal, tool, fingerprint, suppressed, line, column, content }
    const few = {
      ...row,
      descriptionHash: md5Of(description),
      gone: false,
      unchanged: true,
    } as const
    return advisory === undefined ? few : { ...few, advisory }
  }

  return (items, from) => {
    const rows: StagedRow[] = []
    for (const [i, item] of items.entries()) {
      if (item.kind === 'found') rows.push(foundRow(item, from + i))
      else if (item.gone !== undefined)
        rows.push(goneRow(item.gone, from + i, item.byScan !== true))
    }
    return rows
  }
}

function goneRow(finding: Finding, ordinal: number, isVerdict: boolean): StagedRow {
  const nowhere = { line: 0, column: 0, ticketKey: '', content: null }
  return { ...finding, ...nowhere, ordinal, gone: true, isVerdict }
}

const REMEMBERED = 200

function remembering(make: (text: string) => string): (text: string) => string {
  const made = new Map<string, string>()
  return (text) => {
    const known = made.get(text)
    if (known !== undefined) return known
    if (made.size === REMEMBERED) made.clear()
    const value = make(text)
    made.set(text, value)
    return value
  }
}

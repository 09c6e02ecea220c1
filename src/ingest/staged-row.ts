import { hash } from 'node:crypto'
import type { StagedFinding, UnchangedFinding } from '../store/import-staging.ts'
import { contentOf } from '../vulnerability/content.ts'
import type { IsKnown } from './known-contents.ts'
import type { FoundItem, Item } from './report.ts'

export type StagedRow = StagedFinding | UnchangedFinding

interface Making {
  readonly keyOf: (fingerprint: string) => string
  readonly isKnown: IsKnown
}

/** What is staged of these items, the first of which stands at `from` in the import. */
export function rowsOf(items: readonly Item[], from: number, making: Making): StagedRow[] {
  const rows: StagedRow[] = []
  for (const [i, item] of items.entries()) {
    const ordinal = from + i
    if (item.kind === 'found') rows.push(foundRow(item, ordinal, making))
    else if (item.gone !== undefined) {
      const isVerdict = item.byScan !== true
      const nowhere = { line: 0, column: 0, ticketKey: '', content: null }
      rows.push({ ...item.gone, ...nowhere, ordinal, gone: true, isVerdict })
    }
  }
  return rows
}

function foundRow(
  { finding, line, column }: FoundItem,
  ordinal: number,
  { keyOf, isKnown }: Making,
): StagedRow {
  const content = contentOf(finding)
  const { tool, fingerprint, suppressed, advisory } = finding
  if (!isKnown(content)) {
    const ticketKey = keyOf(fingerprint)
    return { ...finding, ordinal, line, column, content, ticketKey, gone: false, isVerdict: false }
  }
  const descriptionHash = hash('md5', finding.description)
  const row = { ordinal, tool, fingerprint, suppressed, line, column, content, descriptionHash }
  const unchanged = { ...row, gone: false, unchanged: true } as const
  return advisory === undefined ? unchanged : { ...unchanged, advisory }
}

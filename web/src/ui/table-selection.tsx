import { Checkbox } from '@mantine/core'

export interface Selection<Row> {
  readonly isSelected: (row: Row) => boolean
  readonly toggle: (row: Row) => void
  readonly setAll: (rows: readonly Row[], selected: boolean) => void
  /** Names the row's checkbox: `Select 42`. */
  readonly nameOf: (row: Row) => string
}

interface AllProps<Row> {
  readonly selection: Selection<Row>
  readonly rows: readonly Row[]
}

export function SelectAll<Row>({ selection, rows }: AllProps<Row>) {
  const count = rows.filter(selection.isSelected).length
  const all = rows.length > 0 && count === rows.length
  return (
    <Checkbox
      size="xs"
      aria-label="Select all on this page"
      checked={all}
      indeterminate={count > 0 && !all}
      disabled={rows.length === 0}
      onChange={() => selection.setAll(rows, !all)}
    />
  )
}

export function SelectRow<Row>({ selection, row }: { selection: Selection<Row>; row: Row }) {
  return (
    <Checkbox
      size="xs"
      aria-label={`Select ${selection.nameOf(row)}`}
      checked={selection.isSelected(row)}
      onChange={() => selection.toggle(row)}
    />
  )
}

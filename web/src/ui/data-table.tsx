import { Box, Stack, Table } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'

import { ErrorPanel } from './error-panel.tsx'
import { SortHeader } from './sort-header.tsx'
import type { Selection } from './table-selection.tsx'
import { SelectAll, SelectRow } from './table-selection.tsx'
import { CardSkeletons, RowSkeletons } from './table-skeletons.tsx'

export interface Column<Row> {
  readonly key: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** Fixed, so that nothing moves when rows come; the columns without one share the rest. */
  readonly width?: number | undefined
  readonly align?: 'right' | 'center'
  /** Left out on screens narrower than this: the row's page tells it. */
  readonly visibleFrom?: 'lg' | 'xl'
  /** The server's name of this order; absent: not sortable. */
  readonly sort?: string
  /** What a first click on the header asks for; upwards unless told. */
  readonly sortFirst?: 'desc'
}

export interface Sorting {
  readonly by: string
  readonly direction: 'asc' | 'desc'
  readonly onChange: (by: string, direction: 'asc' | 'desc') => void
}

interface Props<Row> {
  /** Names the table for screen readers. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[] | undefined
  readonly rowKey: (row: Row) => number | string
  /** Rows of the previous question, shown until the answer to this one is here. */
  readonly isStale?: boolean
  readonly error?: unknown
  readonly onRetry?: () => void
  /** Shown in place of no rows. */
  readonly empty: ReactNode
  /** What a narrow screen shows of a row instead of its cells. */
  readonly card: (row: Row) => ReactNode
  readonly sorting?: Sorting | undefined
  readonly selection?: Selection<Row> | undefined
  /** A convenience for the mouse; the row's own link serves the keyboard. */
  readonly onRowClick?: ((row: Row) => void) | undefined
  readonly minWidth?: number
  readonly footer?: ReactNode
}

const BORDER = '1px solid var(--mantine-color-default-border)'

/** What scrolls sideways must be reachable by keyboard. */
const SCROLLABLE = { tabIndex: 0, role: 'group' }

/** A list of the server's rows: table on wide screens, cards on narrow ones, every state drawn. */
export function DataTable<Row>(props: Props<Row>) {
  const { rows, isStale = false, error, onRetry, empty, footer } = props
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  if (rows === undefined && error) {
    return (
      <Box p="md">
        <ErrorPanel error={error} onRetry={onRetry} />
      </Box>
    )
  }
  if (rows?.length === 0) return empty
  return (
    <>
      {/* Old rows stay readable while asking again fails. */}
      {error ? (
        <Box p="md">
          <ErrorPanel error={error} onRetry={onRetry} />
        </Box>
      ) : null}
      <Box style={{ opacity: isStale ? 0.6 : 1, transition: 'opacity 120ms 150ms' }}>
        {isNarrow ? <Cards {...props} /> : <Wide {...props} />}
      </Box>
      {footer}
    </>
  )
}

function Cards<Row>({ label, rows, rowKey, card, selection }: Props<Row>) {
  return (
    <Stack gap={0} component="ul" aria-label={label} aria-busy={rows === undefined} p={0} m={0}>
      {rows === undefined && <CardSkeletons as="li" />}
      {rows?.map((row, index) => (
        <Box
          key={rowKey(row)}
          component="li"
          p="md"
          style={{ listStyle: 'none', ...(index > 0 && { borderTop: BORDER }) }}
        >
          <div style={{ display: 'flex', gap: 12 }}>
            {selection && <SelectRow selection={selection} row={row} />}
            <div style={{ flex: 1, minWidth: 0 }}>{card(row)}</div>
          </div>
        </Box>
      ))}
    </Stack>
  )
}

function Wide<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, sorting, selection, onRowClick, minWidth = 640 } = props
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      type="native"
      attributes={{ scrollContainer: SCROLLABLE }}
    >
      <Table
        layout="fixed"
        highlightOnHover={onRowClick !== undefined}
        aria-label={label}
        aria-busy={rows === undefined}
      >
        <Table.Thead>
          <Table.Tr>
            {selection && (
              <Table.Th w={44}>
                <SelectAll selection={selection} rows={rows ?? []} />
              </Table.Th>
            )}
            {columns.map((column) => (
              <SortHeader key={column.key} column={column} sorting={sorting} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows === undefined && (
            <RowSkeletons columns={columns} isSelectable={selection !== undefined} />
          )}
          {rows?.map((row) => (
            <Table.Tr
              key={rowKey(row)}
              onClick={onRowClick && ((event) => openUnlessControl(event, () => onRowClick(row)))}
              style={onRowClick && { cursor: 'pointer' }}
              {...(selection?.isSelected(row) && { bg: 'var(--ls-selected)' })}
            >
              {selection && (
                <Table.Td>
                  <SelectRow selection={selection} row={row} />
                </Table.Td>
              )}
              {columns.map((column) => (
                <Table.Td
                  key={column.key}
                  ta={column.align}
                  {...(column.visibleFrom && { visibleFrom: column.visibleFrom })}
                >
                  {column.cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** A click on a link or control inside the row is that one's; so is the end of marking text. */
function openUnlessControl(event: React.MouseEvent, open: () => void): void {
  const isControl =
    event.target instanceof Element && event.target.closest('a, button, input, label') !== null
  if (!isControl && window.getSelection()?.toString() === '') open()
}

import { Box, Skeleton, Table } from '@mantine/core'

import type { Column } from './data-table.tsx'

const ROWS = [1, 2, 3, 4, 5, 6, 7, 8]

interface Props {
  readonly columns: readonly Pick<Column<never>, 'key' | 'visibleFrom'>[]
  readonly isSelectable: boolean
}

export function RowSkeletons({ columns, isSelectable }: Props) {
  return ROWS.map((row) => (
    <Table.Tr key={row}>
      {isSelectable && <Table.Td />}
      {columns.map(({ key, visibleFrom }, column) => (
        <Table.Td key={key} {...(visibleFrom && { visibleFrom })}>
          <Skeleton height={12} my={5} width={`${60 + ((row * 7 + column * 13) % 35)}%`} />
        </Table.Td>
      ))}
    </Table.Tr>
  ))
}

/** Lines of rows that are no table's: `as` is `li` inside a list. */
export function CardSkeletons({ as = 'div', rows = 8 }: { as?: 'li' | 'div'; rows?: number }) {
  return ROWS.slice(0, rows).map((row) => (
    <Box key={row} component={as} py="sm" style={{ listStyle: 'none' }}>
      <Skeleton height={14} width="85%" mb={10} />
      <Skeleton height={12} width="55%" />
    </Box>
  ))
}

import { Box, Skeleton, Table } from '@mantine/core'

const ROWS = [1, 2, 3, 4, 5, 6, 7, 8]

export function RowSkeletons({ columns }: { columns: number }) {
  return ROWS.map((row) => (
    <Table.Tr key={row}>
      {Array.from({ length: columns }, (_, column) => (
        <Table.Td key={column}>
          <Skeleton height={12} my={6} width={`${60 + ((row * 7 + column * 13) % 35)}%`} />
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

import { Group, Table, Text, UnstyledButton } from '@mantine/core'
import { IconArrowsSort, IconSortAscending, IconSortDescending } from '@tabler/icons-react'

import type { Column, Sorting } from './data-table.tsx'

interface Props<Row> {
  readonly column: Column<Row>
  readonly sorting: Sorting | undefined
}

export function SortHeader<Row>({ column, sorting }: Props<Row>) {
  const { header, width, align, sort, sortFirst = 'asc', visibleFrom } = column
  const hiding = visibleFrom && { visibleFrom }
  const name = (
    <Text span size="xs" fw={600} c="dimmed" style={{ whiteSpace: 'nowrap' }}>
      {header}
    </Text>
  )
  if (sort === undefined || sorting === undefined) {
    return (
      <Table.Th w={width} ta={align} {...hiding}>
        {name}
      </Table.Th>
    )
  }
  const isActive = sorting.by === sort
  const isAscending = isActive && sorting.direction === 'asc'
  const next = isActive ? (isAscending ? 'desc' : 'asc') : sortFirst
  const Icon = isActive ? (isAscending ? IconSortAscending : IconSortDescending) : IconArrowsSort
  return (
    <Table.Th
      w={width}
      ta={align}
      {...hiding}
      aria-sort={isActive ? (isAscending ? 'ascending' : 'descending') : 'none'}
    >
      <UnstyledButton onClick={() => sorting.onChange(sort, next)}>
        <Group gap={4} wrap="nowrap">
          {name}
          <Icon size={14} aria-hidden opacity={isActive ? 1 : 0.45} />
        </Group>
      </UnstyledButton>
    </Table.Th>
  )
}

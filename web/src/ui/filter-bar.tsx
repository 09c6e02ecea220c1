import { Button, Collapse, Group } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { IconAdjustmentsHorizontal, IconFilterX } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props {
  /** Names the landmark: `Filter vulnerabilities`. */
  readonly label: string
  readonly search: ReactNode
  readonly children: ReactNode
  /** How many filters are set, the search aside. */
  readonly count: number
  readonly onClear: (() => void) | null
}

/** A list's filters in one line; on a narrow screen all but the search fold away. */
export function FilterBar({ label, search, children, count, onClear }: Props) {
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const [isOpen, { toggle }] = useDisclosure(false)
  const clear = onClear && (
    <Button variant="subtle" onClick={onClear} leftSection={<IconFilterX size={16} aria-hidden />}>
      Clear filters
    </Button>
  )
  if (!isNarrow) {
    return (
      <Group gap="xs" role="search" aria-label={label}>
        {search}
        {children}
        {clear}
      </Group>
    )
  }
  return (
    <div role="search" aria-label={label}>
      <Group gap="xs" wrap="nowrap">
        {search}
        <Button
          variant={count > 0 ? 'light' : 'default'}
          onClick={toggle}
          aria-expanded={isOpen}
          leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
          style={{ flexShrink: 0 }}
        >
          Filters{count > 0 && ` (${count})`}
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <Group gap="xs" pt="xs">
          {children}
          {clear}
        </Group>
      </Collapse>
    </div>
  )
}

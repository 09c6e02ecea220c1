import { Button, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'

interface Props {
  /** `51–100 of 1,234` or whatever tells where this page is. */
  readonly summary: string
  readonly onPrevious: (() => void) | null
  readonly onNext: (() => void) | null
}

/** Back and forth through a list that the server pages by cursor. */
export function Pager({ summary, onPrevious, onNext }: Props) {
  return (
    <Group
      component="nav"
      aria-label="Pages"
      justify="space-between"
      px="sm"
      py="sm"
      style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
    >
      <Text size="sm" c="dimmed" aria-live="polite">
        {summary}
      </Text>
      <Group
        gap="xs"
        wrap="nowrap"
        // One page needs no buttons; their place stays, so that nothing jumps.
        style={{ visibility: onPrevious || onNext ? 'visible' : 'hidden' }}
      >
        <Button
          size="xs"
          variant="default"
          disabled={onPrevious === null}
          onClick={() => onPrevious?.()}
          leftSection={<IconChevronLeft size={14} aria-hidden />}
        >
          Previous
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={onNext === null}
          onClick={() => onNext?.()}
          rightSection={<IconChevronRight size={14} aria-hidden />}
        >
          Next
        </Button>
      </Group>
    </Group>
  )
}

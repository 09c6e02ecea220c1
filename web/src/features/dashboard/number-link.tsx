import { Box, Group, Text } from '@mantine/core'

import { TextLink } from '../../ui/text-link.tsx'
import type { VulnerabilitySearch } from '../vulnerabilities/vulnerability-search.ts'
import { number } from './number-words.ts'

interface Props {
  readonly label: string
  readonly count: number
  /** The colour of its mark: any CSS colour. */
  readonly mark: string
  /** The list it counts. */
  readonly search: VulnerabilitySearch
}

/** A number with its name; leads to what it counts. */
export function NumberLink({ label, count, mark, search }: Props) {
  const content = (
    <>
      <Text
        span
        display="block"
        fz={22}
        fw={650}
        lh={1.2}
        style={{ fontVariantNumeric: 'tabular-nums' }}
      >
        {number(count)}
      </Text>
      <Group component="span" gap={6} wrap="nowrap">
        <Box
          component="span"
          w={8}
          h={8}
          bdrs={2}
          bg={mark}
          style={{ flexShrink: 0 }}
          aria-hidden
        />
        <Text span size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {label}
        </Text>
      </Group>
    </>
  )
  if (count === 0) return <Box className="number-link">{content}</Box>
  return (
    <TextLink
      to="/vulnerabilities"
      search={search}
      c="var(--mantine-color-text)"
      underline="never"
      className="number-link"
    >
      {content}
    </TextLink>
  )
}

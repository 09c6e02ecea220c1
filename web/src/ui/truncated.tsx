import { Text, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  /** The whole text, for the tooltip. */
  readonly text: string
  readonly children?: ReactNode
  readonly lines?: number
}

/** Text that may be long: cut with an ellipsis, whole in its tooltip. */
export function Truncated({ text, children, lines = 1 }: Props) {
  return (
    <Tooltip label={text} disabled={text.length < 24}>
      <Text
        component="div"
        size="sm"
        // One line is cut at the edge, not at the last hyphen before it.
        {...(lines === 1
          ? { truncate: true }
          : { lineClamp: lines, style: { overflowWrap: 'anywhere' } })}
      >
        {children ?? text}
      </Text>
    </Tooltip>
  )
}

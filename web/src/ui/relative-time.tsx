import { Text, Tooltip } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useState } from 'react'

import { ago, exact } from './time-words.ts'

interface Props {
  /** ISO 8601. */
  readonly at: string
  readonly size?: string
}

/** `3 minutes ago`, kept up to date; the exact time is a tooltip and in `datetime`. */
export function RelativeTime({ at, size = 'sm' }: Props) {
  const [now, setNow] = useState(() => Date.now())
  useInterval(() => setNow(Date.now()), 20_000, { autoInvoke: true })
  return (
    <Tooltip label={exact(at)}>
      <Text
        component="time"
        dateTime={at}
        size={size}
        inherit={false}
        style={{ whiteSpace: 'nowrap' }}
      >
        {ago(at, now)}
      </Text>
    </Tooltip>
  )
}

import { Button, Group, List, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'

import { ApiError } from '../app/api.ts'
import { ToneAlert } from './tone-alert.tsx'

interface Props {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
}

/** What went wrong, in the server's words, and what to do about it. */
export function ErrorPanel({ error, onRetry }: Props) {
  const { title, detail, remedy, errors = [], requestId } = describe(error)
  return (
    <ToneAlert role="alert" tone="critical" title={title} icon={<IconAlertTriangle aria-hidden />}>
      <Stack gap="xs" align="flex-start">
        {detail !== undefined && detail !== title && <Text size="sm">{detail}</Text>}
        {errors.length > 0 && (
          <List size="sm">
            {errors.map(({ pointer, detail: why }) => (
              <List.Item key={`${pointer} ${why}`}>
                {pointer.replace(/^\//, '')}: {why}
              </List.Item>
            ))}
          </List>
        )}
        {remedy !== undefined && (
          <Text size="sm" fw={600}>
            {remedy}
          </Text>
        )}
        {(onRetry !== undefined || requestId !== undefined) && (
          <Group gap="md">
            {onRetry && (
              <Button
                size="xs"
                variant="default"
                onClick={onRetry}
                leftSection={<IconRefresh size={14} aria-hidden />}
              >
                Try again
              </Button>
            )}
            {requestId !== undefined && <Text size="xs">Request {requestId}</Text>}
          </Group>
        )}
      </Stack>
    </ToneAlert>
  )
}

interface Description {
  readonly title: string
  readonly detail?: string | undefined
  readonly remedy?: string | undefined
  readonly requestId?: string | undefined
  readonly errors?: readonly { pointer: string; detail: string }[] | undefined
}

function describe(error: unknown): Description {
  if (error instanceof ApiError) return error.problem
  return {
    title: 'This page has a fault',
    detail: error instanceof Error ? error.message : String(error),
    remedy: 'Reload the page. If it happens again, tell whoever runs Lockstep.',
  }
}

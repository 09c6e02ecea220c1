import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  readonly title: string
  readonly text?: ReactNode
  readonly children: ReactNode
}

export function FormSection({ title, text, children }: Props) {
  return (
    <Stack
      component="section"
      aria-label={title}
      gap="sm"
      pt="lg"
      style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}
    >
      <div>
        <Title order={3} fz="md">
          {title}
        </Title>
        {text !== undefined && (
          <Text size="sm" c="dimmed" component="div">
            {text}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  )
}

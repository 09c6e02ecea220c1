import { Box, Center, Paper, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'

import { Brand } from '../app/brand.tsx'

interface Props {
  readonly title: string
  readonly description?: ReactNode
  readonly children: ReactNode
}

/** The frame of pages for people who are not signed in: one card, one thing to do. */
export function GatePage({ title, description, children }: Props) {
  useDocumentTitle(`${title} · Lockstep`)
  return (
    <Center component="main" mih="100dvh" p="md">
      <Box w="100%" maw={430}>
        <Stack gap="lg">
          <Center>
            <Brand />
          </Center>
          <Paper withBorder radius="lg" shadow="sm" p={{ base: 'lg', sm: 'xl' }}>
            <Stack gap="lg">
              <Stack gap={6}>
                <Title order={1} fz={22} lh={1.3}>
                  {title}
                </Title>
                {description !== undefined && (
                  <Text component="div" size="sm" c="dimmed">
                    {description}
                  </Text>
                )}
              </Stack>
              {children}
            </Stack>
          </Paper>
          <Text size="xs" c="dimmed" ta="center">
            Vulnerabilities and ServiceNow tickets, in step.
          </Text>
        </Stack>
      </Box>
    </Center>
  )
}

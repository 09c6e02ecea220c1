import { Container, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

/** The frame of every page under the shell: one width, one rhythm. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <Container fluid maw={1680} mx="auto" px={{ base: 'md', lg: 'lg' }} py="lg">
      <Stack gap="lg">{children}</Stack>
    </Container>
  )
}

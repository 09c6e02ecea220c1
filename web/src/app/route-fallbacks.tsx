import { Center, Container, Loader, VisuallyHidden } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useRouter } from '@tanstack/react-router'

import { ErrorPanel } from '../ui/error-panel.tsx'

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Container size="sm" py="xl">
      <ErrorPanel error={error} onRetry={retry} />
    </Container>
  )
}

/** The same where no page stands around it: nothing could be asked, not even who is signed in. */
export function BareRouteError(props: ErrorComponentProps) {
  return (
    <main>
      <VisuallyHidden component="h1">Lockstep</VisuallyHidden>
      <RouteError {...props} />
    </main>
  )
}

export function RoutePending() {
  return (
    <Center h="50vh">
      <Loader aria-label="Loading" role="status" />
    </Center>
  )
}

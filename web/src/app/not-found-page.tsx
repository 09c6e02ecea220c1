import { Button } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'

import { EmptyState } from '../ui/empty-state.tsx'

export function NotFoundPage() {
  return (
    <EmptyState
      icon={IconMapOff}
      title="This page does not exist"
      action={
        <Button component={Link} to="/">
          Go to the dashboard
        </Button>
      }
    >
      The address may be mistyped, or the page has moved.
    </EmptyState>
  )
}

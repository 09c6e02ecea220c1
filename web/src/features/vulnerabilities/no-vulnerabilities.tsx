import { Button } from '@mantine/core'
import { IconBug, IconFilterOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'

import { EmptyState } from '../../ui/empty-state.tsx'

export function NoVulnerabilities(props: { isFiltered: boolean; onClear: () => void }) {
  if (props.isFiltered) {
    return (
      <EmptyState
        icon={IconFilterOff}
        title="Nothing matches these filters"
        action={
          <Button variant="default" onClick={props.onClear}>
            Clear filters
          </Button>
        }
      >
        There may be vulnerabilities that the filters hide.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={IconBug}
      title="No vulnerabilities yet"
      action={
        <Button component={Link} to="/assets">
          Go to assets
        </Button>
      }
    >
      Import a scanner’s report on an asset’s page, or write a vulnerability down by hand.
    </EmptyState>
  )
}

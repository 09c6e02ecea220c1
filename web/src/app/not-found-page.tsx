import { Text } from '@mantine/core'

import { ButtonLink } from '../ui/button-link.tsx'
import { GatePage } from '../ui/gate-page.tsx'

export function NotFoundPage() {
  return (
    <GatePage title="This page does not exist">
      <Text size="sm">The address may be mistyped, or the page has moved.</Text>
      <ButtonLink to="/">Go to the dashboard</ButtonLink>
    </GatePage>
  )
}

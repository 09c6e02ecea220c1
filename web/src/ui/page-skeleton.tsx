import { Skeleton, Stack } from '@mantine/core'

import { Page } from './page.tsx'

/** A detail page before its first answer. */
export function PageSkeleton({ label }: { label: string }) {
  return (
    <Page>
      <Stack aria-label={label} role="status" gap="lg">
        <Stack gap="sm">
          <Skeleton height={14} width={180} />
          <Skeleton height={28} width="60%" />
        </Stack>
        <Skeleton height={220} radius="lg" />
        <Skeleton height={320} radius="lg" />
      </Stack>
    </Page>
  )
}

import { SimpleGrid, Skeleton, Stack } from '@mantine/core'

/** The dashboard's places before its first answer, as high as what will stand there. */
export function DashboardSkeleton() {
  return (
    <Stack gap="lg" role="status" aria-label="Loading the dashboard">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Skeleton height={212} radius="lg" />
        <Skeleton height={212} radius="lg" />
      </SimpleGrid>
      <Skeleton height={388} radius="lg" />
      <Skeleton height={320} radius="lg" />
    </Stack>
  )
}

import { Group, Loader, Paper, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import type { ImportView } from '../../../../src/http/contract.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { ToneAlert } from '../../ui/tone-alert.tsx'
import { importQuery, isOver } from './asset-queries.ts'
import { ImportSummary } from './import-summary.tsx'

export function ImportProgress({ importId }: { importId: number }) {
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(importQuery(importId))
  const isFinished = data !== undefined && isOver(data)
  useEffect(() => {
    if (!isFinished) return
    for (const key of ['imports', 'asset', 'assets', 'vulnerabilities', 'dashboard']) {
      void client.invalidateQueries({ queryKey: [key] })
    }
  }, [isFinished, client])

  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  // The place is kept, so that what stands below does not jump.
  return (
    <div role="status" style={{ minHeight: 64 }}>
      {data && <State data={data} />}
    </div>
  )
}

function State({ data }: { data: ImportView }) {
  switch (data.state) {
    case 'waiting':
      return <Busy>{`${data.fileName} waits until other imports are done`}</Busy>
    case 'reading':
      return <Busy>{`Reading ${data.fileName}: ${data.readCount} results so far`}</Busy>
    case 'applying':
      return <Busy>{`Applying ${data.readCount} results`}</Busy>
    case 'failed':
      return (
        <ToneAlert
          tone="critical"
          title={`${data.fileName} was not imported`}
          icon={<IconAlertTriangle aria-hidden />}
        >
          <Stack gap={4}>
            <Text size="sm">{data.error}</Text>
            <Text size="sm" fw={600}>
              Nothing was changed. Correct the file and import it again.
            </Text>
          </Stack>
        </ToneAlert>
      )
    case 'rehearsed':
    case 'applied':
      return (
        <Paper withBorder p="md" radius="md">
          <Group gap="xs" mb="sm" wrap="nowrap">
            <IconCircleCheck size={20} color="var(--ls-good-mark)" aria-hidden />
            <Text fw={600} truncate>
              {data.fileName} is imported
            </Text>
          </Group>
          <ImportSummary data={data} />
        </Paper>
      )
  }
}

function Busy({ children }: { children: string }) {
  return (
    <Group gap="sm" wrap="nowrap" mih={64}>
      <Loader size="sm" aria-hidden />
      <Text size="sm">{children}</Text>
    </Group>
  )
}

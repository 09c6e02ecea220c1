import { Button, Group, List, Progress, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { ErrorPanel } from '../../ui/error-panel.tsx'
import { ToneAlert } from '../../ui/tone-alert.tsx'
import { readAgain } from './vulnerability-mutations.ts'
import { bulkJobQuery } from './vulnerability-queries.ts'

const SHOWN_FAILURES = 20

/** How far a change of many is. Closing the window does not stop it. */
export function BulkProgress({ jobId, onClose }: { jobId: number; onClose: () => void }) {
  const client = useQueryClient()
  const { data: job, error, refetch } = useQuery(bulkJobQuery(jobId))
  const isOver = job !== undefined && job.state !== 'running'
  useEffect(() => {
    if (isOver) void readAgain(client)
  }, [isOver, client])

  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  const { total = 0, done = 0, failed = 0, failures = [] } = job ?? {}
  const percent = total === 0 ? 0 : ((done + failed) / total) * 100
  return (
    <Stack>
      <Progress value={percent} animated={!isOver} aria-label="Progress" size="lg" />
      <Text size="sm" role="status">
        {isOver ? `${done} changed` : `${done + failed} of ${total}`}
        {failed > 0 && `, ${failed} could not be changed`}
      </Text>
      {job?.state === 'failed' && (
        <ToneAlert tone="critical" title="The job stopped">
          Some were not looked at. Select them and try again.
        </ToneAlert>
      )}
      {failures.length > 0 && (
        <List size="sm">
          {failures.slice(0, SHOWN_FAILURES).map(({ id, reason }) => (
            <List.Item key={id}>
              {id}: {reason}
            </List.Item>
          ))}
          {failures.length > SHOWN_FAILURES && (
            <List.Item>and {failures.length - SHOWN_FAILURES} more</List.Item>
          )}
        </List>
      )}
      <Group justify="flex-end">
        <Button variant={isOver ? 'filled' : 'default'} onClick={onClose}>
          {isOver ? 'Close' : 'Continue in the background'}
        </Button>
      </Group>
    </Stack>
  )
}

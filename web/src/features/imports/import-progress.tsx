import { Group, Loader, Progress, Stack, Text } from '@mantine/core'

import type { ImportView } from '../../../../src/http/contract.ts'
import { filesWords, number } from './import-words.ts'

/** Kept free below the form, so that nothing jumps when something is said. */
export const PLACE = 44

/** The scan on its way to the server. `share` goes from 0 to 1. */
export function Sending({ files, share }: { files: readonly File[]; share: number }) {
  const percent = Math.round(share * 100)
  const what = files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`
  return (
    <Stack gap={6} justify="center" mih={PLACE}>
      <Text size="sm" truncate>
        Sending {what}: {percent}%
      </Text>
      <Progress value={percent} aria-label="Sending the scan" />
    </Stack>
  )
}

/** The scan in the hands of the server. */
export function Working({ data }: { data: ImportView }) {
  return (
    <Group gap="sm" wrap="nowrap" mih={PLACE}>
      <Loader size="sm" aria-hidden />
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {words(data)}
      </Text>
    </Group>
  )
}

function words(data: ImportView): string {
  const results = data.readCount === 1 ? '1 result' : `${number(data.readCount)} results`
  if (data.state === 'waiting') return `${filesWords(data)}: waiting until other imports are done`
  if (data.state === 'reading') return `Reading ${filesWords(data)}: ${results} so far`
  return data.dryRun ? `Rehearsing with ${results}` : `Applying ${results}`
}

import { Group, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconTestPipe } from '@tabler/icons-react'
import type { ReactNode } from 'react'

import type { ImportView } from '../../../../src/http/contract.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { ToneAlert } from '../../ui/tone-alert.tsx'
import { ImportSummary } from './import-summary.tsx'
import { filesWords } from './import-words.ts'
import { TicketQuestion } from './ticket-question.tsx'

/** What came of a scan that was imported, or would come of one that was rehearsed. */
export function ImportResult({ data, children }: { data: ImportView; children?: ReactNode }) {
  const isRehearsal = data.state === 'rehearsed'
  const Sign = isRehearsal ? IconTestPipe : IconCircleCheck
  const color = `var(--ls-${isRehearsal ? 'low' : 'good'}-mark)`
  return (
    <Stack>
      <Group gap="xs" wrap="nowrap">
        <Sign size={20} color={color} style={{ flexShrink: 0 }} aria-hidden />
        <Title order={3} fz="md" style={{ overflowWrap: 'anywhere' }}>
          {isRehearsal
            ? 'This would happen'
            : `${filesWords(data)} ${data.files.length > 1 ? 'are' : 'is'} imported`}
        </Title>
      </Group>
      {isRehearsal && (
        <Text size="sm" c="dimmed" mt={-10}>
          A rehearsal with {filesWords(data)}: nothing was changed.
        </Text>
      )}
      <ImportSummary data={data} />
      {children}
    </Stack>
  )
}

/** A scan that is in: its question, and where it is told of later. */
export function Imported({ data }: { data: ImportView }) {
  return (
    <Stack>
      <ImportResult data={data}>
        <TextLink
          to="/assets/$assetId/imports/$importId"
          params={{ assetId: String(data.asset.id), importId: String(data.id) }}
          size="sm"
        >
          Show this import
        </TextLink>
      </ImportResult>
      {data.question !== null && <TicketQuestion data={data} question={data.question} />}
    </Stack>
  )
}

export function NotImported({ data }: { data: ImportView }) {
  return (
    <ToneAlert
      tone="critical"
      title={`Not ${data.dryRun ? 'understood' : 'imported'}: ${filesWords(data)}`}
      icon={<IconAlertTriangle aria-hidden />}
    >
      <Stack gap={4} style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm">{data.error}</Text>
        <Text size="sm" fw={600}>
          Nothing was changed. Correct the file and import it again.
        </Text>
      </Stack>
    </ToneAlert>
  )
}

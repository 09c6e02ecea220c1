import { Grid, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import type { ImportView } from '../../../../src/http/contract.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { Fields } from '../../ui/fields.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { ToneBadge } from '../../ui/tone-badge.tsx'
import { Working } from './import-progress.tsx'
import { importQuery, isOver } from './import-queries.ts'
import { NotImported } from './import-result.tsx'
import { ImportSummary } from './import-summary.tsx'
import { filesWords, IMPORT_STATES, scopeWords, sizeWords } from './import-words.ts'
import { TicketQuestion } from './ticket-question.tsx'

const route = getRouteApi('/shell/assets/$assetId/imports/$importId')
const ASSETS = { label: 'Assets', to: '/assets' } as const

export function ImportPage() {
  const { importId } = route.useParams()
  const { data, error, refetch } = useQuery(importQuery(Number(importId)))
  if (data) return <Loaded data={data} />
  if (!error) return <PageSkeleton label="Loading the import" />
  return (
    <Page>
      <PageHeader title={`Import ${importId}`} breadcrumbs={[ASSETS]} />
      <ErrorPanel error={error} onRetry={() => void refetch()} />
    </Page>
  )
}

function Loaded({ data }: { data: ImportView }) {
  const { id, asset, question } = data
  const params = { assetId: String(asset.id) }
  return (
    <Page>
      <PageHeader
        title={`Import of ${filesWords(data)}`}
        crumb={`Import ${id}`}
        breadcrumbs={[ASSETS, { label: asset.name, to: '/assets/$assetId', params }]}
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="lg">
            {question !== null && <TicketQuestion data={data} question={question} order={2} />}
            {data.state === 'failed' ? (
              <NotImported data={data} />
            ) : (
              <Panel title={isOver(data) ? 'What it brought' : 'Under way'}>
                {isOver(data) ? <ImportSummary data={data} /> : <Working data={data} />}
              </Panel>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <About data={data} />
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function About({ data }: { data: ImportView }) {
  const [label, tone] = IMPORT_STATES[data.state]
  return (
    <Panel title="About">
      <Fields
        labelWidth={90}
        fields={[
          [
            'State',
            <ToneBadge key="s" tone={tone}>
              {label}
            </ToneBadge>,
          ],
          [
            'Asset',
            <TextLink
              key="a"
              to="/assets/$assetId"
              params={{ assetId: String(data.asset.id) }}
              size="sm"
            >
              {data.asset.name}
            </TextLink>,
          ],
          ['Covers', scopeWords(data.scope)],
          ['Tool', data.tool],
          ['Format', data.files.length > 1 ? '' : data.format],
          ['Files', data.files.length > 1 && <Files key="f" files={data.files} />],
          ['Size', sizeWords(data.sizeBytes)],
          ['By', data.actor.name],
          ['Begun', <RelativeTime key="b" at={data.createdAt} />],
          ['Took', tookWords(data)],
        ]}
      />
    </Panel>
  )
}

function Files({ files }: { files: ImportView['files'] }) {
  return (
    <List size="sm" listStyleType="none" spacing={6}>
      {files.map(({ name, tool, format }) => (
        <List.Item key={`${name} ${tool}`}>
          {name}
          <Text size="xs" c="dimmed">
            {[tool, format].filter((text) => text !== '').join(' · ')}
          </Text>
        </List.Item>
      ))}
    </List>
  )
}

function tookWords({ createdAt, finishedAt }: ImportView): string {
  if (finishedAt === null) return ''
  const seconds = (Date.parse(finishedAt) - Date.parse(createdAt)) / 1_000
  if (seconds < 0.1) return 'Less than 0.1 s'
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`
}

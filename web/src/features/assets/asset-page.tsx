import { Grid, Stack } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArchive, IconBug } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import type { AssetView } from '../../../../src/http/contract.ts'
import { useMe } from '../../app/session.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { ExternalLink } from '../../ui/external-link.tsx'
import { Fields } from '../../ui/fields.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PageSkeleton } from '../../ui/page-skeleton.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { exact } from '../../ui/time-words.ts'
import { ToneAlert } from '../../ui/tone-alert.tsx'
import { ImportHistory } from '../imports/import-history.tsx'
import { ImportReport } from '../imports/import-report.tsx'
import { AssetPolicy } from '../policies/asset-policy.tsx'
import { AssetActions } from './asset-actions.tsx'
import { assetQuery } from './asset-queries.ts'
import { IMPACT_LABELS } from './business-impact.ts'
import { OpenCounts } from './open-counts.tsx'
import { Tags } from './tags.tsx'

const route = getRouteApi('/shell/assets/$assetId')
const BREADCRUMBS = [{ label: 'Assets', to: '/assets' }] as const

export function AssetPage() {
  const { assetId } = route.useParams()
  const { data, error, refetch } = useQuery(assetQuery(assetId))
  if (data) return <Loaded asset={data} />
  if (!error) return <PageSkeleton label="Loading the asset" />
  return (
    <Page>
      <PageHeader title={`Asset ${assetId}`} breadcrumbs={BREADCRUMBS} />
      <ErrorPanel error={error} onRetry={() => void refetch()} />
    </Page>
  )
}

function Loaded({ asset }: { asset: AssetView }) {
  const { permissions } = useMe()
  const canImport = permissions.triage && asset.archivedAt === null
  // Beside the rest, or below it: seldom wanted.
  const isNarrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })
  const policy = permissions.configure && asset.archivedAt === null && (
    <AssetPolicy assetId={asset.id} />
  )
  return (
    <Page>
      <PageHeader
        title={asset.name}
        breadcrumbs={BREADCRUMBS}
        actions={permissions.triage && <AssetActions asset={asset} />}
      />
      {asset.archivedAt !== null && (
        <ToneAlert tone="neutral" icon={<IconArchive aria-hidden />} title="Archived">
          Archived on {exact(asset.archivedAt)}. Its vulnerabilities are no longer sent.
        </ToneAlert>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
          <Stack gap="lg">
            {canImport && <ImportReport assetId={asset.id} />}
            <ImportHistory assetId={asset.id} />
            {isNarrow && policy}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
          <Stack gap="lg">
            <About asset={asset} />
            {!isNarrow && policy}
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function About({ asset }: { asset: AssetView }) {
  return (
    <Panel title="About">
      <Stack gap="md">
        <Fields
          labelWidth={140}
          fields={[
            ['Open vulnerabilities', <OpenCounts key="o" asset={asset} />],
            ['ServiceNow Project', <PairingLink key="p" pairing={asset.pairing} />],
            ['Business impact', IMPACT_LABELS[asset.businessImpact]],
            ['Description', asset.description],
            [
              'URL',
              asset.url && (
                <ExternalLink key="u" href={asset.url}>
                  {asset.url}
                </ExternalLink>
              ),
            ],
            [
              'Repository',
              asset.repositoryUrl && (
                <ExternalLink key="r" href={asset.repositoryUrl}>
                  {asset.repositoryUrl}
                </ExternalLink>
              ),
            ],
            ['Tags', asset.tags.length > 0 && <Tags key="t" tags={asset.tags} all />],
            ['Last updated', <RelativeTime key="l" at={asset.updatedAt} />],
          ]}
        />
        <ButtonLink
          to="/vulnerabilities"
          search={{ assetId: String(asset.id) }}
          variant="default"
          leftSection={<IconBug size={16} aria-hidden />}
        >
          Show its vulnerabilities
        </ButtonLink>
      </Stack>
    </Panel>
  )
}

function PairingLink({ pairing }: { pairing: AssetView['pairing'] }) {
  const { permissions } = useMe()
  const text = pairing === null ? 'Not paired' : pairing.tableLabel
  if (!permissions.configure) return text
  return (
    <TextLink to="/integrations/servicenow" size="sm">
      {pairing === null ? 'Not paired: add a project' : text}
    </TextLink>
  )
}

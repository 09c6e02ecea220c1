import { Text } from '@mantine/core'

import type { AssetView } from '../../../../src/http/contract.ts'
import type { Column } from '../../ui/data-table.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { Truncated } from '../../ui/truncated.tsx'
import { IMPACT_LABELS } from './business-impact.ts'
import { OpenCounts } from './open-counts.tsx'
import { PairingText } from './pairing-text.tsx'
import { Tags } from './tags.tsx'

export const ASSET_COLUMNS: readonly Column<AssetView>[] = [
  { key: 'name', header: 'Name', sort: 'name', cell: (asset) => <AssetName asset={asset} /> },
  {
    key: 'open',
    header: 'Open vulnerabilities',
    width: 220,
    cell: (asset) => <OpenCounts asset={asset} />,
  },
  {
    key: 'pairing',
    header: 'ServiceNow Project',
    width: 180,
    cell: (asset) => <PairingText pairing={asset.pairing} />,
  },
  {
    key: 'impact',
    header: 'Business impact',
    width: 130,
    cell: ({ businessImpact }) => <Text size="sm">{IMPACT_LABELS[businessImpact]}</Text>,
  },
  { key: 'tags', header: 'Tags', width: 240, cell: ({ tags }) => <Tags tags={tags} /> },
  {
    key: 'updated',
    header: 'Last Updated',
    width: 130,
    sort: 'updated',
    sortFirst: 'desc',
    cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
  },
]

export function AssetName({ asset: { id, name } }: { asset: AssetView }) {
  return (
    <Truncated text={name}>
      <TextLink
        to="/assets/$assetId"
        params={{ assetId: String(id) }}
        size="sm"
        fw={600}
        c="var(--mantine-color-text)"
      >
        {name}
      </TextLink>
    </Truncated>
  )
}

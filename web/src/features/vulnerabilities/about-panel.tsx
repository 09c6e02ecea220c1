import { Stack } from '@mantine/core'

import type { VulnerabilityView } from '../../../../src/http/contract.ts'
import { TYPE_LABELS } from '../../../../src/http/contract.ts'
import { Fields } from '../../ui/fields.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { SeverityBadge } from '../../ui/severity-badge.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { dayOf } from '../../ui/time-words.ts'
import { ReanalysisMark } from './reanalysis-mark.tsx'
import { StatusControl } from './status-control.tsx'

export function AboutPanel({ vulnerability }: { vulnerability: VulnerabilityView }) {
  const { id, severity, type, category, asset, riskAcceptedUntil, statusReason } = vulnerability
  return (
    <Panel title="Status">
      <Stack gap="md">
        <StatusControl vulnerability={vulnerability} />
        <Fields
          fields={[
            ['Reason', statusReason],
            [
              'Reanalysis',
              riskAcceptedUntil && (
                <>
                  {dayOf(riskAcceptedUntil)} <ReanalysisMark row={vulnerability} />
                </>
              ),
            ],
            ['Severity', <SeverityBadge key="s" severity={severity} />],
            ['Issue ID', id],
            ['Type', TYPE_LABELS[type]],
            ['Category', category],
            [
              'Asset',
              <TextLink
                key="a"
                to="/assets/$assetId"
                params={{ assetId: String(asset.id) }}
                size="sm"
              >
                {asset.name}
              </TextLink>,
            ],
            ['First seen', <RelativeTime key="f" at={vulnerability.firstSeenAt} />],
            ['Last seen', <RelativeTime key="l" at={vulnerability.lastSeenAt} />],
            ['Last updated', <RelativeTime key="u" at={vulnerability.updatedAt} />],
          ]}
        />
      </Stack>
    </Panel>
  )
}

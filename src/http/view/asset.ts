import type { z } from 'zod'
import type { assets } from '../../store/asset.ts'
import type { counts } from '../../store/count.ts'
import type { Severity } from '../../vulnerability/severity.ts'
import type { AssetView } from '../schema/asset.ts'
import { instant } from './instant.ts'

type AssetStore = ReturnType<typeof assets>
export type AssetRow = NonNullable<Awaited<ReturnType<AssetStore['find']>>>
export type OpenCount = Awaited<ReturnType<ReturnType<typeof counts>['openOf']>>[number]

export function assetView(row: AssetRow, open: readonly OpenCount[]): z.output<typeof AssetView> {
  const { pairing_id: id, table_name: table, table_label: tableLabel, integration_id } = row
  const count = (severity: Severity) =>
    open.find((group) => group.asset_id === row.id && group.severity === severity)?.count ?? 0
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    businessImpact: row.business_impact,
    url: row.url,
    repositoryUrl: row.repository_url,
    tags: row.tags,
    archivedAt: instant(row.archived_at),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    open: {
      CRITICAL: count('CRITICAL'),
      HIGH: count('HIGH'),
      MEDIUM: count('MEDIUM'),
      LOW: count('LOW'),
      NOTIFICATION: count('NOTIFICATION'),
    },
    pairing:
      id === null || table === null || tableLabel === null || integration_id === null
        ? null
        : { id, table, tableLabel, integrationId: integration_id },
  }
}

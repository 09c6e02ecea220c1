import type { z } from 'zod'
import type { AssetConnection, AssetGroup } from '../../store/asset-summary.ts'
import { assetSummary } from '../../store/asset-summary.ts'
import type { Executor } from '../../store/database.ts'
import type { Severity } from '../../vulnerability/severity.ts'
import { isOpen } from '../../vulnerability/status.ts'
import type { AssetSummary } from '../schema/asset.ts'
import { instant } from './instant.ts'

type View = z.output<typeof AssetSummary>

export async function viewAssetSummary(db: Executor, asset: View['asset']): Promise<View> {
  const store = assetSummary(db, asset.id)
  const groups = await store.groups()
  const imports = await store.lastImports()
  return {
    asset,
    ...countsOf(groups),
    imports: imports.map(({ finishedAt, ...row }) => ({ ...row, finishedAt: instant(finishedAt) })),
    connection: connectionOf(await store.connection()),
  }
}

/** `inStep` and `waiting` do not overlap: what is still to be looked at is not known to agree. */
export function countsOf(
  groups: readonly AssetGroup[],
): Pick<View, 'open' | 'created' | 'tickets'> {
  const sum = (fits: (group: AssetGroup) => boolean) =>
    groups.filter(fits).reduce((total, { count }) => total + count, 0)
  const open = (of: Severity) => sum(({ status, severity }) => isOpen(status) && severity === of)
  return {
    open: {
      CRITICAL: open('CRITICAL'),
      HIGH: open('HIGH'),
      MEDIUM: open('MEDIUM'),
      LOW: open('LOW'),
      NOTIFICATION: open('NOTIFICATION'),
    },
    created: sum(({ status }) => status === 'CREATED'),
    tickets: {
      inStep: sum(({ sending, waiting, gone }) => sending === 'sent' && !waiting && !gone),
      waiting: sum(({ waiting }) => waiting),
      held: sum(({ sending }) => sending === 'held'),
      refused: sum(({ sending }) => sending === 'refused'),
      unsure: sum(({ sending }) => sending === 'unsure'),
      gone: sum(({ gone }) => gone),
    },
  }
}

function connectionOf(found: AssetConnection | null): View['connection'] {
  if (found === null) return null
  const { integration, instanceUrl, table, tableLabel } = found
  return { integration, instanceUrl, table, tableLabel, trouble: troubleOf(found) }
}

/** The gravest first: without a log-in nothing else matters. */
function troubleOf({
  state,
  stateReason,
  creatingStopped,
  pausedBecause,
}: AssetConnection): string | null {
  if (state === 'new') return 'Nobody has logged in with ServiceNow yet'
  if (state !== 'connected') return stateReason ?? 'Somebody has to log in with ServiceNow again'
  return creatingStopped ?? pausedBecause
}

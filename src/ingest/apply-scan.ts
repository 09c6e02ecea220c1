import { applyImport, type Applied } from '../store/apply-import.ts'
import { lockAsset } from '../store/asset.ts'
import type { Tx } from '../store/database.ts'
import { numberRepeats } from '../store/import-staging.ts'
import type { ImportCounts, ImportResult } from '../store/import.ts'
import { pairings } from '../store/pairing.ts'
import type { Actor } from '../vulnerability/actor.ts'
import { requestLooks } from '../work/marks.ts'
import { closersOf } from './closers.ts'
import { askBeforeFlood, type TicketChoice } from './flood.ts'
import type { Staged } from './stage-reports.ts'

/** What is said of a scan, and by whom. */
export interface Scan {
  readonly assetId: number
  readonly actor: Actor
  readonly fileName: string
  readonly tool: string
  readonly scope: string | undefined
  readonly allowEmpty: boolean
  readonly tickets: TicketChoice | undefined
}

/** Above this, nobody waits for each ticket: changes made by people go first. */
const BACKFILL_FROM = 50
const REPEATED = 'repeats another result of this report'

/** All that an import changes, with the looks and the question that come of it. */
export async function applyScan(
  tx: Tx,
  importId: number,
  { assetId, actor, scope, allowEmpty, tickets, fileName, tool }: Scan,
  { skipped, ...heard }: Staged,
  keyOf: (fingerprint: string) => string,
): Promise<ImportResult> {
  await lockAsset(tx, assetId)
  const repeats = await numberRepeats(tx, importId, keyOf)
  const closing = closersOf(heard, scope !== undefined, allowEmpty)
  const into = { importId, assetId, scope: scope ?? null }
  const by = { fileName, tool, actor, closers: closing.tools }
  const isPaired = (await pairings(tx).ofAsset(assetId)) !== null
  const applied = await applyImport(tx, { ...into, ...by, isPaired })
  const flood = await askBeforeFlood(tx, { ...into, actor }, applied, tickets ?? null)
  await askForLooks(tx, applied)
  const all = repeats > 0 ? new Map(skipped).set(REPEATED, repeats) : skipped
  return {
    counts: countsOf(applied),
    skipped: [...all].map(([reason, count]) => ({ reason, count })),
    closedNothingBecause: closing.because,
    ...flood,
  }
}

async function askForLooks(tx: Tx, { sendable, changed, fixed }: Applied): Promise<void> {
  const looks = [...sendable, ...changed.map(({ id }) => id), ...fixed.map(({ id }) => id)]
  const isBackfill = sendable.length > BACKFILL_FROM
  await requestLooks(
    tx,
    looks.toSorted((a, b) => a - b),
    isBackfill ? 'backfill' : 'now',
  )
}

function countsOf({ created, again, changed, fixed }: Applied): ImportCounts {
  const isReopened = ({ before, status }: Applied['changed'][number]) =>
    before === 'FIX_ACCEPTED' && status !== before
  const reopened = changed.filter(isReopened).length
  return { new: created.length, again, reopened, fixed: fixed.length }
}

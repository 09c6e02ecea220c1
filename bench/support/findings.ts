import { setTimeout as sleep } from 'node:timers/promises'

import { sql } from 'kysely'

import type { Database } from '../../src/store/database.ts'
import { requestLooks } from '../../src/work/marks.ts'

const ACTOR = JSON.stringify({ kind: 'lockstep' })

/** As a scanner writes it; about as long as the median of the samples. */
const DESCRIPTION = `The function copies a string into a buffer of fixed length without looking at
the length of what it copies. Where the source comes from outside, whoever controls it can write
beyond the end of the buffer, change what lies behind it and, with some patience, run code of
their own. Compilers warn of this only where both lengths are known when the code is compiled.`

/**
 * New vulnerabilities of one asset, and the wish to look at them, in one transaction: as an import
 * makes them visible. Resolves when they are committed.
 */
export async function addFindings(
  database: Database,
  assetId: number,
  count: number,
  priority: 'now' | 'backfill' = 'now',
): Promise<number[]> {
  return database.transaction(async (tx) => {
    const values = Array.from({ length: count }, (_, n) => ({
      asset_id: assetId,
      title: `Does not check for buffer overflows when copying to destination ${n}`,
      description: DESCRIPTION,
      solution: 'Use a function that is told how much room there is.',
      category: 'CWE-120',
      type: 'SAST' as const,
      severity: 'HIGH' as const,
      status: 'IDENTIFIED' as const,
      fingerprint: crypto.randomUUID(),
      evidence: JSON.stringify({ fileName: `lib/win32/kerberos_sspi.c`, firstLine: n }),
      status_actor: ACTOR,
      risk_accepted_until: null,
    }))
    const ids: number[] = []
    // A statement has room for 65,535 values.
    for (let from = 0; from < values.length; from += 1_000) {
      const rows = await tx
        .insertInto('vulnerability')
        .values(values.slice(from, from + 1_000))
        .returning('id')
        .execute()
      ids.push(...rows.map(({ id }) => id))
    }
    await requestLooks(tx, ids, priority)
    return ids
  })
}

const PATIENCE_MS = 300_000

/** Waits until a question is answered with yes. It must be one that costs next to nothing. */
export async function until(isSo: () => Promise<boolean>, everyMs = 20): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${isSo.toString()}`)
    await sleep(everyMs)
  }
}

/** Whether nothing remains to be looked at. By its index: what is settled is not read. */
export async function isSettled({ keyed }: Database): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    /* bench_settled */
    select exists (select from mark where looked_revision < revision) as open`.execute(keyed)
  return rows[0]?.open === false
}

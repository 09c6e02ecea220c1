import { sql } from 'kysely'
import type { Executor, Tx } from './database.ts'

/** What looks remember of a vulnerability, so that nothing is said or asked twice. */
export function memory(tx: Executor | Tx, vulnerabilityId: number) {
  return {
    /** False where it was said before. */
    async say(marker: string): Promise<boolean> {
      const { numAffectedRows } = await sql`
        insert into memory (vulnerability_id, said) values (${vulnerabilityId}, array[${marker}])
        on conflict (vulnerability_id) do update set said = memory.said || excluded.said
        where not memory.said @> excluded.said`.execute(tx)
      return numAffectedRows === 1n
    },

    /** One refusal a wish; the newest hundred are kept. */
    async refuse(wish: string, words: string): Promise<void> {
      const refusal = JSON.stringify([{ wish, words }])
      await sql`
        insert into memory (vulnerability_id, refusals) values (${vulnerabilityId}, ${refusal}::jsonb)
        on conflict (vulnerability_id) do update set refusals = (
          select jsonb_agg(kept.value order by kept.at) from (
            select value, ordinality as at
            from jsonb_array_elements(memory.refusals) with ordinality
            where value ->> 'wish' <> ${wish}
            union all select ${refusal}::jsonb -> 0, 1000000
            order by at desc limit 100) as kept)`.execute(tx)
    },

    /** A person, or a changed pairing, asks to try again what was refused. */
    async forgive(): Promise<void> {
      await tx
        .updateTable('memory')
        .set({ refusals: '[]' })
        .where('vulnerability_id', '=', vulnerabilityId)
        .execute()
    },

    async copy(sysId: string, number: string): Promise<void> {
      const copy = JSON.stringify([{ sysId, number }])
      await sql`
        insert into memory (vulnerability_id, copies) values (${vulnerabilityId}, ${copy}::jsonb)
        on conflict (vulnerability_id) do update set copies = memory.copies || excluded.copies
        where not memory.copies @> excluded.copies`.execute(tx)
    },
  }
}

/** What was refused under another mapping, or by an instance since repaired, may be tried again. */
export async function forgiveAll(tx: Executor, vulnerabilityIds: readonly number[]): Promise<void> {
  if (vulnerabilityIds.length === 0) return
  await sql`
    update memory set refusals = '[]'
    where vulnerability_id = any(${vulnerabilityIds}::bigint[]) and refusals <> '[]'`.execute(tx)
}

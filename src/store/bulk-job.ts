import { requestIds } from '../lib/request-id.ts'
import type { Actor } from '../vulnerability/actor.ts'
import type { Executor, Tx } from './database.ts'

export interface BulkFailure {
  readonly id: number
  readonly reason: string
}

/** As many reasons as a person reads; all are counted. */
const KEPT_FAILURES = 100

/** Work on many rows that goes on after the answer, in batches that each say how far it is. */
export function bulkJobs(db: Executor) {
  const columns = [
    'id',
    'actor',
    'request',
    'total',
    'done',
    'failed',
    'failures',
    'state',
    'request_ids',
  ] as const

  return {
    async add(kind: string, actor: Actor, request: object, total: number): Promise<number> {
      const { id } = await db
        .insertInto('bulk_job')
        .values({
          kind,
          actor: JSON.stringify(actor),
          request: JSON.stringify(request),
          total,
          request_ids: [...requestIds()],
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    async find(id: number) {
      return (
        (await db.selectFrom('bulk_job').select(columns).where('id', '=', id).executeTakeFirst()) ??
        null
      )
    },

    async running(kind: string): Promise<number[]> {
      const rows = await db
        .selectFrom('bulk_job')
        .select('id')
        .where('state', '=', 'running')
        .where('kind', '=', kind)
        .orderBy('id')
        .limit(100)
        .execute()
      return rows.map((row) => row.id)
    },

    /** The job, held for this transaction; null when it is over or another process has it. */
    async claim(id: number) {
      const row = await db
        .selectFrom('bulk_job')
        .select(columns)
        .where('id', '=', id)
        .where('state', '=', 'running')
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()
      return row ?? null
    },
  }
}

export type BulkJob = NonNullable<Awaited<ReturnType<ReturnType<typeof bulkJobs>['find']>>>

/** Writes how far the claimed job is, in the transaction of the batch itself. */
export async function advanceBulkJob(
  tx: Tx,
  job: BulkJob,
  batch: { readonly done: number; readonly failures: readonly BulkFailure[] },
): Promise<{ isOver: boolean }> {
  const done = job.done + batch.done
  const failed = job.failed + batch.failures.length
  const failures = [...job.failures, ...batch.failures].slice(0, KEPT_FAILURES)
  const isOver = done + failed >= job.total
  await tx
    .updateTable('bulk_job')
    .set({
      done,
      failed,
      failures: JSON.stringify(failures),
      ...(isOver ? { state: 'done' as const, finished_at: new Date() } : {}),
    })
    .where('id', '=', job.id)
    .execute()
  return { isOver }
}

/** Gives a job up that can't go on, so that it is not tried for ever. */
export async function failBulkJob(db: Executor, id: number): Promise<void> {
  await db
    .updateTable('bulk_job')
    .set({ state: 'failed', finished_at: new Date() })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}

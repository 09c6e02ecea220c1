import { z } from 'zod'
import { inTheNameOf } from '../../lib/request-id.ts'
import type { BulkJob } from '../../store/bulk-job.ts'
import { advanceBulkJob, bulkJobs } from '../../store/bulk-job.ts'
import type { Database, Tx } from '../../store/database.ts'
import type { Role } from '../../vulnerability/role.ts'
import { PERMISSIONS, ROLES } from '../../vulnerability/role.ts'
import type { Caller } from '../caller.ts'
import { BulkStatusChange } from '../schema/vulnerability.ts'
import { changeStatus } from './change-status.ts'
import type { Change } from './change-status.ts'

const KIND = 'status'
/** Small enough to let others in between, large enough to be quick. */
const BATCH = 250

/** What is kept of the request: with the role it was made with, which is what it may do. */
const Kept = BulkStatusChange.extend({ role: z.enum(ROLES) })

export async function addBulkStatus(
  tx: Tx,
  ids: readonly number[],
  change: Change,
  caller: Caller,
): Promise<number> {
  const unique = [...new Set(ids)].sort((a, b) => a - b)
  const request: { ids: number[]; change: Change; role: Role } = {
    ids: unique,
    change,
    role: caller.role,
  }
  return bulkJobs(tx).add(KIND, caller.actor, request, unique.length)
}

export async function unfinishedBulkJobs(database: Database): Promise<number[]> {
  return bulkJobs(database.kysely).running(KIND)
}

/**
 * Does the next batch and says so, both or neither: a job goes on where it was, in any process.
 * False when there is nothing more to do here.
 */
export async function doBatch(database: Database, id: number): Promise<boolean> {
  return database.transaction(async (tx) => {
    const job = await bulkJobs(tx).claim(id)
    if (job === null) return false
    const moved = await inTheNameOf(job.request_ids, () => moveNext(tx, job))
    const { isOver } = await advanceBulkJob(tx, job, moved)
    return !isOver
  })
}

async function moveNext(tx: Tx, job: BulkJob) {
  const { ids, change, role } = Kept.parse(job.request)
  const from = job.done + job.failed
  const batch = ids.slice(from, from + BATCH)
  const by = { actor: job.actor, permissions: PERMISSIONS[role] }
  const { moved, refusals } = await changeStatus(tx, batch, change, by, 'backfill')
  return { done: moved.length, failures: refusals.map(({ id, reason }) => ({ id, reason })) }
}

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { z } from 'zod'
import { must } from '../../lib/must.ts'
import type { BulkJob } from '../../store/bulk-job.ts'
import { bulkJobs } from '../../store/bulk-job.ts'
import { callerOf } from '../caller.ts'
import type { RouteDeps } from '../deps.ts'
import { addBulkStatus } from '../flow/bulk-status.ts'
import { checkReanalysis } from '../flow/change-status.ts'
import { notFound } from '../problem.ts'
import { ById } from '../schema/common.ts'
import { BulkJobView, BulkStatusChange } from '../schema/vulnerability.ts'

const tags = ['Vulnerabilities']

export function bulkRoutes({ database, clock, bulk }: RouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/vulnerabilities/bulk-status',
      {
        config: { who: 'triage' },
        schema: {
          operationId: 'changeManyStatuses',
          tags,
          summary: 'Move many vulnerabilities; goes on in the background',
          body: BulkStatusChange,
          response: { 202: BulkJobView },
        },
      },
      async (request, reply) => {
        const { ids, change } = request.body
        checkReanalysis(change, clock())
        const caller = callerOf(request)
        const id = await database.transaction((tx) => addBulkStatus(tx, ids, change, caller))
        bulk.wake()
        const job = must(await bulkJobs(database.kysely).find(id), 'the job')
        return reply.code(202).send(jobView(job))
      },
    )
    app.get(
      '/bulk-jobs/:id',
      {
        config: { who: 'view' },
        schema: {
          operationId: 'readBulkJob',
          tags,
          summary: 'How far a bulk change is',
          params: ById,
          response: { 200: BulkJobView },
        },
      },
      async ({ params }) => {
        const job = await bulkJobs(database.kysely).find(params.id)
        if (job === null) throw notFound(`bulk job ${params.id}`)
        return jobView(job)
      },
    )
  }
}

function jobView(job: BulkJob): z.output<typeof BulkJobView> {
  const { id, state, total, done, failed, failures } = job
  return { id, state, total, done, failed, failures }
}

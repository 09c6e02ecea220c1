import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { audit } from '../../store/audit.ts'
import type { Executor } from '../../store/database.ts'
import { policies } from '../../store/policy.ts'
import { settings } from '../../store/setting.ts'
import { MAPPED_SEVERITIES } from '../../vulnerability/severity.ts'
import { actorOf } from '../caller.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { RouteDeps } from '../deps.ts'
import { setPolicies } from '../flow/policy.ts'
import { AuditPage, AuditQuery, PolicyView } from '../schema/operations.ts'
import { auditEntry } from '../view/log-lines.ts'

export function policyRoutes({ database }: RouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/policies',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'readPolicies',
          tags: ['Policies'],
          summary: 'What becomes a ticket by itself, and the settings around it',
          response: { 200: PolicyView },
        },
      },
      async () => readPolicies(database.kysely),
    )
    app.put(
      '/policies',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'setPolicies',
          tags: ['Policies'],
          summary: 'Change the policies; what they concern is looked at again',
          body: PolicyView,
          response: { 200: PolicyView },
        },
      },
      async (request) => {
        const { body } = request
        await database.transaction((tx) => setPolicies(tx, body, actorOf(request)))
        return readPolicies(database.kysely)
      },
    )
    app.get(
      '/audit',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'readAudit',
          tags: ['Policies'],
          summary: 'Every change of the configuration, newest first',
          querystring: AuditQuery,
          response: { 200: AuditPage },
        },
      },
      async ({ query }) => {
        const before = readCursor('audit', query.cursor)?.id
        const rows = await audit(database.kysely).page(query.limit + 1, before)
        return pageOf('audit', rows, query.limit, ({ id }) => ({ key: '', id }), auditEntry)
      },
    )
  }
}

async function readPolicies(db: Executor) {
  const { send, sendSeverities, createAsIdentified } = await policies(db).general()
  return {
    send,
    sendSeverities: MAPPED_SEVERITIES.filter((severity) => sendSeverities.includes(severity)),
    createAsIdentified,
    ...(await settings(db).read()),
  }
}

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { audit } from '../../store/audit.ts'
import type { Executor } from '../../store/database.ts'
import { policies, type Policy } from '../../store/policy.ts'
import { settings } from '../../store/setting.ts'
import { MAPPED_SEVERITIES } from '../../vulnerability/severity.ts'
import { actorOf } from '../caller.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { RouteDeps } from '../deps.ts'
import { assetToConfigure, setAssetPolicy, setPolicies } from '../flow/policy.ts'
import { ById } from '../schema/common.ts'
import {
  AssetPolicy,
  AssetPolicyView,
  AuditPage,
  AuditQuery,
  PolicyView,
} from '../schema/operations.ts'
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
      '/assets/:id/policy',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'readAssetPolicy',
          tags: ['Policies'],
          summary: "An asset's own policy, or the general one that holds for it",
          params: ById,
          response: { 200: AssetPolicyView },
        },
      },
      async ({ params }) => readAssetPolicy(database.kysely, params.id),
    )
    app.put(
      '/assets/:id/policy',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'setAssetPolicy',
          tags: ['Policies'],
          summary: 'Give an asset a policy of its own; what it concerns is looked at again',
          params: ById,
          body: AssetPolicy,
          response: { 200: AssetPolicyView },
        },
      },
      async (request) => {
        const { id } = request.params
        const { body } = request
        await database.transaction((tx) => setAssetPolicy(tx, id, body, actorOf(request)))
        return readAssetPolicy(database.kysely, id)
      },
    )
    app.delete(
      '/assets/:id/policy',
      {
        config: { who: 'configure' },
        schema: {
          operationId: 'removeAssetPolicy',
          tags: ['Policies'],
          summary: 'Go back to the general policy; what that concerns is looked at again',
          params: ById,
          response: { 200: AssetPolicyView },
        },
      },
      async (request) => {
        const { id } = request.params
        await database.transaction((tx) => setAssetPolicy(tx, id, null, actorOf(request)))
        return readAssetPolicy(database.kysely, id)
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
  return { ...policyView(await policies(db).general()), ...(await settings(db).read()) }
}

async function readAssetPolicy(db: Executor, assetId: number) {
  await assetToConfigure(db, assetId)
  const own = await policies(db).own(assetId)
  return { own: own !== null, policy: policyView(own ?? (await policies(db).general())) }
}

function policyView({ send, sendSeverities, createAsIdentified }: Policy) {
  const severities = MAPPED_SEVERITIES.filter((severity) => sendSeverities.includes(severity))
  return { send, sendSeverities: severities, createAsIdentified }
}

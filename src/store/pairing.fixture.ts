/** A connected instance and a paired asset, as rows: for tests of what is shown of them. */
import { randomBytes } from 'node:crypto'
import type { Mapping } from '../connection/mapping.ts'
import type { TicketCondition } from '../connection/ticket.ts'
import type { Database } from './database.ts'

const row = (state: string) => ({ state, fields: {}, hops: [] })
const severity = { impact: '1', urgency: '1', priority: '1' }

export const MAPPING: Mapping = {
  outbound: { IDENTIFIED: row('1'), IN_PROGRESS: row('2') },
  inbound: { '1': 'IDENTIFIED', '2': 'IN_PROGRESS' },
  severities: { LOW: severity, MEDIUM: severity, HIGH: severity, CRITICAL: severity },
  priorityBy: 'lookup',
  creation: {},
  winner: 'servicenow',
  riskAcceptedDays: 90,
  lengths: {},
  stateLabels: { '1': 'New', '2': 'In Progress' },
}

export async function pair({ kysely }: Database, assetId: number) {
  const instance = await kysely
    .insertInto('instance')
    .values({
      origin: `https://${randomBytes(6).toString('hex')}.service-now.com`,
      creating_stopped: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const integration = await kysely
    .insertInto('integration')
    .values({
      instance_id: instance.id,
      name: `ServiceNow ${instance.id}`,
      client_id: 'client',
      client_secret_sealed: '',
      access_token_sealed: null,
      refresh_token_sealed: null,
      state: 'connected',
      state_reason: null,
      connected_user: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const mapping = await kysely
    .insertInto('mapping')
    .values({ content: JSON.stringify(MAPPING) })
    .returning('id')
    .executeTakeFirstOrThrow()
  await kysely
    .insertInto('pairing')
    .values({
      integration_id: integration.id,
      asset_id: assetId,
      table_name: 'incident',
      table_label: 'Incident',
      mapping_id: mapping.id,
    })
    .execute()
  return {
    integrationId: integration.id,
    async addTicket(vulnerabilityId: number, condition: TicketCondition): Promise<void> {
      await kysely
        .insertInto('ticket')
        .values({
          vulnerability_id: vulnerabilityId,
          instance_id: instance.id,
          table_name: 'incident',
          table_label: 'Incident',
          sys_id: randomBytes(16).toString('hex'),
          number: `INC${vulnerabilityId}`,
          generation: 1,
          condition,
          mapping_id: mapping.id,
          agreed_status: 'IDENTIFIED',
          agreed_state: '1',
          reading: null,
          reading_mod_count: null,
        })
        .execute()
    },
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type {
  AssetView,
  ImportView,
  IntegrationView,
  LoginStart,
  MappingInput,
  PairingView,
  Status,
  VulnerabilityPage,
  VulnerabilityView,
} from '../../http/contract.ts'
import type { InstanceSide } from './instance.ts'
import { visitor } from './visitor.ts'

export const ADMIN = {
  name: 'Demo Administrator',
  email: 'admin@lockstep.example',
  password: 'lockstep-demo',
} as const

/** Lockstep as its administrator uses it: over the same API as the pages. */
export interface LockstepSide {
  connect(instance: InstanceSide, instanceUrl: string, pollSeconds: number): Promise<number>
  addAsset(name: string, description: string): Promise<number>
  pair(integrationId: number, assetId: number, table: string, mapping: MappingInput): Promise<void>
  importReport(assetId: number, fileName: string, bytes: Uint8Array): Promise<ImportView>
  vulnerabilities(assetId: number): Promise<VulnerabilityPage['items']>
  read(id: number): Promise<VulnerabilityView>
  move(id: number, status: Status, reason: string): Promise<void>
}

const API = '/api/v1'

export async function lockstepSide(url: string, setupToken: string): Promise<LockstepSide> {
  const person = visitor(url)
  await person.json('POST', `${API}/setup`, { token: setupToken, ...ADMIN })
  return {
    async connect(instance, instanceUrl, pollSeconds) {
      const { id } = await person.json<IntegrationView>('POST', `${API}/integrations`, {
        name: 'ServiceNow',
        instanceUrl,
        clientId: 'lockstep',
        clientSecret: 'lockstep-secret',
      })
      await person.json('PATCH', `${API}/integrations/${id}`, { pollSeconds })
      const login = await person.json<LoginStart>('POST', `${API}/integrations/${id}/login`)
      const back = await instance.allow(login.authorizationUrl, 'itil')
      await person.json('POST', `${API}/integrations/callback`, Object.fromEntries(back))
      return id
    },
    async addAsset(name, description) {
      const asset = { name, description, tags: ['demo'] }
      const { id } = await person.json<AssetView>('POST', `${API}/assets`, asset)
      return id
    },
    async pair(integrationId, assetId, table, mapping) {
      const project = { assetId, table, mapping, existing: { answer: 'send' } }
      await person.json<PairingView>(
        'POST',
        `${API}/integrations/${integrationId}/pairings`,
        project,
      )
    },
    async importReport(assetId, fileName, bytes) {
      const query = new URLSearchParams({ assetId: String(assetId), fileName })
      const { id } = await person.upload<ImportView>(`${API}/imports?${query.toString()}`, bytes)
      for (;;) {
        const view = await person.json<ImportView>('GET', `${API}/imports/${id}`)
        if (view.state === 'applied') return view
        if (view.state === 'failed') throw new Error(`${fileName}: ${view.error}`)
        await sleep(50)
      }
    },
    async vulnerabilities(assetId) {
      const query = `${API}/vulnerabilities?assetId=${assetId}&limit=200&sort=id&direction=asc`
      return (await person.json<VulnerabilityPage>('GET', query)).items
    },
    read: (id) => person.json<VulnerabilityView>('GET', `${API}/vulnerabilities/${id}`),
    async move(id, status, reason) {
      const inAQuarter = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)
      const until = status === 'RISK_ACCEPTED' ? { riskAcceptedUntil: inAQuarter } : {}
      await person.json('PUT', `${API}/vulnerabilities/${id}/status`, { status, reason, ...until })
    },
  }
}

import type { Database } from '../store/database.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Lifespans } from './tokens.ts'

/** The registered application with this client id, if it is active. */
export function clientNamed(database: Database, clientId: string): Row | null {
  if (clientId === '') return null
  const [client] = database.must('oauth_entity').withValue('client_id', clientId) ?? []
  return client?.['active'] === 'true' && client['client_id'] === clientId ? client : null
}

export function isRegisteredRedirect(client: Row, redirectUri: string): boolean {
  const registered = (client['redirect_url'] ?? '').split(',').map((uri) => uri.trim())
  return redirectUri !== '' && registered.includes(redirectUri)
}

export function lifespansOf(client: Row): Lifespans {
  return {
    accessSeconds: Number(client['access_token_lifespan']) || 1800,
    refreshSeconds: Number(client['refresh_token_lifespan']) || 8_640_000,
  }
}

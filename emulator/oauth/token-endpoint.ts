import { userNamed } from '../actor.ts'
import { header, type Incoming, type Reply } from '../http.ts'
import type { Instance } from '../instance.ts'
import type { Row } from '../store/sorted-rows.ts'
import { clientNamed, lifespansOf } from './clients.ts'
import type { Issued, Tokens } from './tokens.ts'

/** POST /oauth_token.do. Whatever is wrong, the answer is the same 401 and tells nothing. */
export function tokenEndpoint(instance: Instance, tokens: Tokens, incoming: Incoming): Reply {
  const type = header(incoming, 'content-type')
  if (incoming.method !== 'POST' || !type.startsWith('application/x-www-form-urlencoded')) {
    return denied('unspecified error')
  }
  // Parameters in the URL are not looked at: glide.oauth.allow.parameters.in.post.body.only is true.
  const form = new URLSearchParams(incoming.body)
  const client = authenticatedClient(instance, incoming, form)
  const issued = client === null ? null : granted(instance, tokens, form, client)
  return issued === null ? denied() : success(issued)
}

function granted(
  instance: Instance,
  tokens: Tokens,
  form: URLSearchParams,
  client: Row,
): Issued | null {
  const clientId = client['client_id'] ?? ''
  const field = (name: string): string => form.get(name) ?? ''
  const lifespans = lifespansOf(client)
  switch (field('grant_type')) {
    case 'authorization_code': {
      const grant = tokens.redeemCode(
        field('code'),
        clientId,
        field('redirect_uri'),
        field('code_verifier'),
      )
      return grant === null ? null : tokens.issue(grant, lifespans, true)
    }
    case 'refresh_token': {
      const rotates = instance.settings.rotateRefreshTokens
      return tokens.refresh(field('refresh_token'), clientId, lifespans, rotates)
    }
    case 'client_credentials': {
      const userId = client['user'] ?? ''
      if (!instance.settings.clientCredentialsGrant || userId === '') return null
      return tokens.issue({ clientId, userId }, lifespans, false)
    }
    case 'password': {
      const user = userNamed(instance.database, field('username'))
      if (!instance.settings.passwordGrant || user === undefined) return null
      if (user['user_password'] !== field('password')) return null
      return tokens.issue({ clientId, userId: user['sys_id'] ?? '' }, lifespans, true)
    }
    default:
      return null
  }
}

function authenticatedClient(
  instance: Instance,
  incoming: Incoming,
  form: URLSearchParams,
): Row | null {
  const basic = /^Basic (.+)$/i.exec(header(incoming, 'authorization'))?.[1]
  const [basicId = '', ...rest] = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':')
  const client = clientNamed(instance.database, form.get('client_id') ?? basicId)
  if (client === null) return null
  const isPublic = client['public_client'] === 'true'
  if (isPublic && (form.has('code_verifier') || form.has('refresh_token'))) return client
  const secret = form.get('client_secret') ?? rest.join(':')
  return secret !== '' && secret === client['client_secret'] ? client : null
}

function success(issued: Issued): Reply {
  const body = {
    access_token: issued.accessToken,
    ...(issued.refreshToken === null ? {} : { refresh_token: issued.refreshToken }),
    scope: 'useraccount',
    token_type: 'Bearer',
    // Recorded instances say one second less than the lifespan.
    expires_in: issued.expiresInSeconds - 1,
  }
  return { status: 200, headers: HEADERS, body: JSON.stringify(body) }
}

function denied(description = 'access_denied'): Reply {
  const body = { error_description: description, error: 'server_error' }
  return { status: 401, headers: HEADERS, body: JSON.stringify(body) }
}

const HEADERS = {
  'Content-Type': 'application/json;charset=UTF-8',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
  Server: 'ServiceNow',
}

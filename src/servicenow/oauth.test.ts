import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createHttp } from './http.ts'
import { oauth } from './oauth.ts'
import { json, serve, type Seen } from '../../test/support/servicenow/server.ts'

const REDIRECT = 'https://lockstep.example/spa/callback/servicenow'
const NOW = new Date('2026-01-01T00:00:00Z')

async function world(handle: (seen: Seen, response: ServerResponse) => void) {
  const served = await serve(handle)
  const http = createHttp({ userAgent: 'lockstep-test', timeoutMs: 2_000 })
  const { instance, requests } = served
  return {
    oauth: oauth({ instance, clientId: 'id', clientSecret: 's3cret', http, now: () => NOW }),
    requests,
    async [Symbol.asyncDispose]() {
      await http.close()
      await served[Symbol.asyncDispose]()
    },
  }
}

function issues(body: unknown) {
  return world((_seen, response) => {
    json(response, 200, body)
  })
}

const ISSUED = { access_token: 'a', token_type: 'Bearer', expires_in: 1799, scope: '' }

test('a person is sent to the instance with a hex state and a PKCE challenge', async () => {
  await using w = await issues({})
  const { url, state, codeVerifier } = await w.oauth.authorizationUrl(REDIRECT)
  const { pathname, searchParams } = new URL(url)
  expect(pathname).toBe('/oauth_auth.do')
  expect(state).toMatch(/^[0-9a-f]{64}$/)
  expect(searchParams.get('redirect_uri')).toBe(REDIRECT)
  expect(searchParams.get('code_challenge')).toBe(
    createHash('sha256').update(codeVerifier).digest('base64url'),
  )
})

test('a code is redeemed with the secret in the body and 100 days to the next log-in', async () => {
  await using w = await issues({ ...ISSUED, refresh_token: 'r' })
  const tokens = await w.oauth.redeemCode(back({ code: 'c', state: 's' }))
  expect(tokens).toEqual({
    accessToken: 'a',
    refreshToken: 'r',
    expiresAt: new Date('2026-01-01T00:29:59Z'),
    refreshExpiresAt: new Date('2026-04-11T00:00:00Z'),
  })
  const sent = new URLSearchParams(w.requests[0]?.body)
  expect(Object.fromEntries(sent)).toMatchObject({
    grant_type: 'authorization_code',
    client_id: 'id',
    client_secret: 's3cret',
    code_verifier: 'v',
  })
  expect(w.requests[0]?.url.search).toBe('')
})

test('a refresh without a new refresh token keeps the old one', async () => {
  await using w = await issues(ISSUED)
  expect(await w.oauth.refresh('old')).toMatchObject({
    accessToken: 'a',
    refreshToken: 'old',
    refreshExpiresAt: null,
  })
})

test('a rotated refresh token replaces the old one', async () => {
  await using w = await issues({ ...ISSUED, refresh_token: 'new' })
  expect(await w.oauth.refresh('old')).toMatchObject({
    refreshToken: 'new',
    refreshExpiresAt: new Date('2026-04-11T00:00:00Z'),
  })
})

const REFUSALS: readonly [name: string, headers: Record<string, string>][] = [
  ['with the error in the body', {}],
  ['with a challenge in a header', { 'www-authenticate': 'BASIC realm="Service-now"' }],
]

test.each(REFUSALS)('a refusal %s means logging in again', async (_name, headers) => {
  await using w = await world((_seen, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    json(response, 401, { error: 'server_error', error_description: 'access_denied' })
  })
  await expect(w.oauth.refresh('r')).rejects.toMatchObject({ kind: 'reauthorize', status: 401 })
  await expect(w.oauth.redeemCode(back({ code: 'c', state: 's' }))).rejects.toMatchObject({
    kind: 'reauthorize',
    remedy: expect.stringContaining('client secret') as string,
  })
})

test('a hibernating instance is waited for, not logged in to again', async () => {
  await using w = await world((_seen, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<html><title>Instance Hibernating page</title></html>')
  })
  await expect(w.oauth.refresh('r')).rejects.toMatchObject({ kind: 'retry', code: 'hibernating' })
})

test('something that is no ServiceNow is called that', async () => {
  await using w = await world((_seen, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here')
  })
  await expect(w.oauth.refresh('r')).rejects.toMatchObject({ code: 'not_servicenow' })
})

test('a stale or forged state is refused before anything is sent', async () => {
  await using w = await issues(ISSUED)
  const redeeming = w.oauth.redeemCode(back({ code: 'c', state: 'forged' }))
  await expect(redeeming).rejects.toMatchObject({ kind: 'refused', code: 'bad_request' })
  expect(w.requests).toEqual([])
})

test('a person who chose Deny is told so', async () => {
  await using w = await issues(ISSUED)
  const redeeming = w.oauth.redeemCode(back({ error: 'access_denied', state: 's' }))
  await expect(redeeming).rejects.toThrow('access was denied on the page of the instance')
})

test('no failure carries a secret, a code or a token', async () => {
  await using w = await issues({ access_token: 'canary-token', token_type: 7 })
  const failure: unknown = await w.oauth.refresh('canary-refresh').catch((error: unknown) => error)
  const { inspect } = await import('node:util')
  expect(inspect(failure, { depth: 9, showHidden: true })).not.toMatch(/canary|s3cret/)
})

test('a token is revoked in the body, else as the documentation says', async () => {
  await using w = await world((seen, response) => {
    response.writeHead(seen.method === 'POST' ? 405 : 200).end()
  })
  await expect(w.oauth.revoke('t')).resolves.toBeUndefined()
  expect(w.requests.map(({ method, body, url }) => [method, body, url.search])).toEqual([
    ['POST', 'token=t', ''],
    ['GET', '', '?token=t'],
  ])
})

function back(callback: Record<string, string>) {
  return {
    callback: new URLSearchParams(callback),
    state: 's',
    codeVerifier: 'v',
    redirectUri: REDIRECT,
  }
}

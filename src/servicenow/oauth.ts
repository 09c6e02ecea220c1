import { randomBytes } from 'node:crypto'
import {
  ClientSecretPost,
  None,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  customFetch,
  generateRandomCodeVerifier,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  validateAuthResponse,
  type AuthorizationServer,
  type Client,
  type TokenEndpointResponse,
} from 'oauth4webapi'
import type { InstanceAddress } from './address.ts'
import { classify } from './classify.ts'
import type { Sender } from './http.ts'
import { oauthFailure } from './oauth-failure.ts'
import { oauthFetch } from './oauth-fetch.ts'

export interface OAuthOptions {
  readonly instance: InstanceAddress
  readonly clientId: string
  /** Empty for a public client, which proves itself by PKCE alone. */
  readonly clientSecret: string
  readonly http: Sender
  readonly now?: () => Date
  readonly timeoutMs?: number
  /** How long a refresh token lives from the log-in on, where an answer doesn't say. */
  readonly loginDays?: number
}

export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly expiresAt: Date
  /** When the person must log in again at the latest. Null where this answer does not move it. */
  readonly refreshExpiresAt: Date | null
}

/** What must be remembered, out of reach of the browser, until the person comes back. */
export interface Login {
  readonly url: string
  readonly state: string
  readonly codeVerifier: string
}

export interface Redeem {
  /** The query with which the instance sent the person back. */
  readonly callback: URLSearchParams
  readonly state: string
  readonly codeVerifier: string
  readonly redirectUri: string
}

export interface OAuth {
  authorizationUrl(redirectUri: string): Promise<Login>
  redeemCode(redeem: Redeem): Promise<Tokens>
  refresh(refreshToken: string): Promise<Tokens>
  revoke(token: string): Promise<void>
}

/** Without expires_in the instance's default life of an access token is assumed. */
const ACCESS_TOKEN_SECONDS = 1_800
/** What an instance sets up by itself; absolute from the log-in on. */
const LOGIN_DAYS = 100

/** OAuth 2.0 with one instance: authorization code, PKCE S256, secret in the body. */
export function oauth(options: OAuthOptions): OAuth {
  const server = metadata(options.instance)
  const client: Client = { client_id: options.clientId }
  const proof = options.clientSecret === '' ? None() : ClientSecretPost(options.clientSecret)
  const now = options.now ?? (() => new Date())
  const request = {
    [customFetch]: oauthFetch(options.http, options.instance, options.timeoutMs),
    // The address has been checked: http gets this far only where the operator listed it.
    [allowInsecureRequests]: options.instance.origin.startsWith('http:'),
  }
  const loginEnd = (body: TokenEndpointResponse) =>
    inSeconds(now(), refreshSeconds(body) ?? (options.loginDays ?? LOGIN_DAYS) * 86_400)
  return {
    async authorizationUrl(redirectUri) {
      // Hex: an instance may refuse a state with special characters.
      const state = randomBytes(32).toString('hex')
      const codeVerifier = generateRandomCodeVerifier()
      const url = new URL('/oauth_auth.do', options.instance.origin)
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: options.clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      }).toString()
      return { url: url.href, state, codeVerifier }
    },

    async redeemCode({ callback, state, codeVerifier, redirectUri }) {
      try {
        const parameters = validateAuthResponse(server, client, callback, state)
        const response = await authorizationCodeGrantRequest(
          server,
          client,
          proof,
          parameters,
          redirectUri,
          codeVerifier,
          request,
        )
        const body = await processAuthorizationCodeResponse(server, client, response)
        return { ...readTokens(body, now()), refreshExpiresAt: loginEnd(body) }
      } catch (error) {
        throw oauthFailure(error, 'code')
      }
    },

    async refresh(refreshToken) {
      try {
        const response = await refreshTokenGrantRequest(
          server,
          client,
          proof,
          refreshToken,
          request,
        )
        const body = await processRefreshTokenResponse(server, client, response)
        const tokens = readTokens(body, now())
        const rotated = tokens.refreshToken !== null && tokens.refreshToken !== refreshToken
        return {
          ...tokens,
          // By default an instance does not rotate and may leave the refresh token out.
          refreshToken: tokens.refreshToken ?? refreshToken,
          refreshExpiresAt: rotated ? loginEnd(body) : null,
        }
      } catch (error) {
        throw oauthFailure(error, 'refresh')
      }
    },

    async revoke(token) {
      const body = new URLSearchParams({ token }).toString()
      const path = '/oauth_revoke_token.do'
      const timeout = options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }
      const posted = await options.http.send(options.instance, {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
        ...timeout,
      })
      if (posted.status < 300) return
      // Documented with the token in the query only; a body is kept out of access logs.
      const asked = await options.http.send(options.instance, {
        method: 'GET',
        path,
        query: { token },
        ...timeout,
      })
      const problem = asked.status < 300 ? null : classify(asked, 'GET', now())
      if (problem !== null) throw problem
    },
  }
}

/** Written by hand: an instance's own discovery document, where there is one, is for OpenID. */
function metadata({ origin }: InstanceAddress): AuthorizationServer {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth_auth.do`,
    token_endpoint: `${origin}/oauth_token.do`,
    revocation_endpoint: `${origin}/oauth_revoke_token.do`,
  }
}

function readTokens(body: TokenEndpointResponse, now: Date): Tokens {
  return {
    accessToken: body.access_token,
    refreshToken: body.refresh_token ?? null,
    expiresAt: inSeconds(now, body.expires_in ?? ACCESS_TOKEN_SECONDS),
    refreshExpiresAt: null,
  }
}

/** In no standard, and not in ServiceNow's documentation; believed where it is there. */
function refreshSeconds(body: TokenEndpointResponse): number | null {
  const said = Number(body['refresh_token_expires_in'] ?? body['refresh_expires_in'])
  return Number.isFinite(said) && said > 0 ? said : null
}

function inSeconds(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000)
}

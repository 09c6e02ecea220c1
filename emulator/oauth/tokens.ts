import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

import type { Clock } from '../clock.ts'

const CODE_LIFESPAN_MS = 60_000

export interface Grant {
  readonly clientId: string
  readonly userId: string
}

interface Code extends Grant {
  readonly redirectUri: string
  readonly challenge: string
  readonly expiresAt: number
}

interface Token extends Grant {
  expiresAt: number
}

export interface Lifespans {
  readonly accessSeconds: number
  readonly refreshSeconds: number
}

export interface Issued {
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly expiresInSeconds: number
}

/** Codes and tokens, by the instance's own clock. */
export class Tokens {
  readonly #clock: Clock
  readonly #codes = new Map<string, Code>()
  readonly #access = new Map<string, Token>()
  readonly #refresh = new Map<string, Token>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  issueCode(grant: Grant, redirectUri: string, challenge: string): string {
    const code = secret()
    const expiresAt = this.#clock.nowMs() + CODE_LIFESPAN_MS
    this.#codes.set(code, { ...grant, redirectUri, challenge, expiresAt })
    return code
  }

  /** What the code was issued for, once; a second try finds nothing, whatever came of the first. */
  redeemCode(code: string, clientId: string, redirectUri: string, verifier: string): Grant | null {
    const known = this.#codes.get(code)
    this.#codes.delete(code)
    if (known === undefined || known.expiresAt <= this.#clock.nowMs()) return null
    if (known.clientId !== clientId || known.redirectUri !== redirectUri) return null
    if (known.challenge !== '' && !isAnswerTo(known.challenge, verifier)) return null
    return { clientId: known.clientId, userId: known.userId }
  }

  /** A still valid access token of the same client and user is handed out again, extended. */
  issue(grant: Grant, lifespans: Lifespans, withRefreshToken: boolean): Issued {
    const now = this.#clock.nowMs()
    const current = [...this.#access].find(
      ([, token]) => isSame(token, grant) && token.expiresAt > now,
    )
    const accessToken = current?.[0] ?? secret()
    this.#access.set(accessToken, { ...grant, expiresAt: now + lifespans.accessSeconds * 1000 })
    const refreshToken = withRefreshToken ? secret() : null
    if (refreshToken !== null) {
      this.#refresh.set(refreshToken, {
        ...grant,
        expiresAt: now + lifespans.refreshSeconds * 1000,
      })
    }
    return { accessToken, refreshToken, expiresInSeconds: lifespans.accessSeconds }
  }

  /** A new access token; the refresh token stays the same one unless the instance rotates them. */
  refresh(
    refreshToken: string,
    clientId: string,
    lifespans: Lifespans,
    rotates: boolean,
  ): Issued | null {
    const known = this.#refresh.get(refreshToken)
    const now = this.#clock.nowMs()
    if (known === undefined || known.expiresAt <= now || known.clientId !== clientId) return null
    const grant = { clientId, userId: known.userId }
    const accessToken = secret()
    this.#access.set(accessToken, { ...grant, expiresAt: now + lifespans.accessSeconds * 1000 })
    const expiresInSeconds = lifespans.accessSeconds
    if (!rotates) return { accessToken, refreshToken, expiresInSeconds }
    this.#refresh.delete(refreshToken)
    const next = secret()
    this.#refresh.set(next, { ...grant, expiresAt: now + lifespans.refreshSeconds * 1000 })
    return { accessToken, refreshToken: next, expiresInSeconds }
  }

  grantOf(accessToken: string): Grant | null {
    const known = this.#access.get(accessToken)
    return known !== undefined && known.expiresAt > this.#clock.nowMs() ? known : null
  }

  revoke(token: string): void {
    this.#access.delete(token)
    this.#refresh.delete(token)
  }

  /** Access tokens only, or everything: then the user has to log in again. */
  revokeAll(which: 'access' | 'all' = 'all'): void {
    this.#access.clear()
    if (which === 'all') this.#refresh.clear()
  }
}

function isSame(a: Grant, b: Grant): boolean {
  return a.clientId === b.clientId && a.userId === b.userId
}

function isAnswerTo(challenge: string, verifier: string): boolean {
  const answer = Buffer.from(createHash('sha256').update(verifier).digest('base64url'))
  const expected = Buffer.from(challenge)
  return answer.length === expected.length && timingSafeEqual(answer, expected)
}

function secret(): string {
  return randomBytes(48).toString('base64url')
}

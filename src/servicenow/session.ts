import { sleep } from '../lib/sleep.ts'
import { isServiceNowError, ServiceNowError } from './errors.ts'
import type { Tokens } from './oauth.ts'

export interface StoredTokens {
  readonly accessToken: string | null
  readonly refreshToken: string | null
  readonly expiresAt: Date | null
  readonly refreshExpiresAt: Date | null
  /** Grows with every change, so that a process knows that another one has refreshed. */
  readonly version: number
  /** Why a person must log in first, or null where none need to. */
  readonly refusal: string | null
}

/** Where the tokens of one integration live, shared by all processes. */
export interface TokenStore {
  read(): Promise<StoredTokens>
  /** The right to refresh for a while, or null while another holds it or `version` is old. */
  tryLease(leaseMs: number, version: number): Promise<number | null>
  /**
   * False where the tokens have changed since `version`: then nothing is saved. Whoever comes late
   * but first may save, since an instance that rotates has made the older refresh token useless.
   */
  save(tokens: Tokens, version: number): Promise<boolean>
  giveBack(fence: number): Promise<void>
  /** The instance wants a person: nothing is called again before somebody logs in. */
  refused(reason: string, version: number): Promise<void>
}

export interface SessionOptions {
  readonly store: TokenStore
  readonly refresh: (refreshToken: string) => Promise<Tokens>
  readonly now?: () => Date
  /** How long before its end an access token is renewed. */
  readonly slackMs?: number
  /** How long a process that died while refreshing holds the others up. */
  readonly leaseMs?: number
  /** The pause before the one repetition that a refusal gets. */
  readonly spacedRetryMs?: number
}

/** Access tokens of one integration; one refresh at a time over all processes. */
export class Session {
  readonly #store: TokenStore
  readonly #refresh: SessionOptions['refresh']
  readonly #now: () => Date
  readonly #mostSlackMs: number
  #slackMs: number
  readonly #leaseMs: number
  readonly #spacedRetryMs: number
  #known: StoredTokens | null = null
  #renewing: Promise<StoredTokens> | null = null

  constructor(options: SessionOptions) {
    this.#store = options.store
    this.#refresh = options.refresh
    this.#now = options.now ?? (() => new Date())
    this.#mostSlackMs = options.slackMs ?? 90_000
    this.#slackMs = this.#mostSlackMs
    this.#leaseMs = options.leaseMs ?? 12_000
    this.#spacedRetryMs = options.spacedRetryMs ?? 1_000
  }

  /** A token that will last for the next request. */
  async accessToken(): Promise<string> {
    const known = this.#known
    if (known !== null && this.#isFresh(known)) return tokenOf(known)
    const stored = await this.#readUsable()
    if (this.#isFresh(stored)) return tokenOf(stored)
    try {
      return tokenOf(await this.#renewOnce(stored))
    } catch (error) {
      // The old token still works for a moment: an instance that is busy now need not stop us.
      if (isServiceNowError(error) && error.kind === 'retry' && this.#isAlive(stored)) {
        return tokenOf(stored)
      }
      throw error
    }
  }

  /** A token other than the one the instance has just refused. */
  async replace(refusedToken: string): Promise<string> {
    const stored = await this.#readUsable()
    if (stored.accessToken !== refusedToken && this.#isFresh(stored)) return tokenOf(stored)
    return tokenOf(await this.#renewOnce(stored))
  }

  /** Refreshes now, whether that is due or not: the only proof that it would work. */
  async renew(): Promise<void> {
    await this.#renewOnce(await this.#readUsable())
  }

  /** Says that even new tokens are refused; a person must log in. */
  async giveUp(reason: string): Promise<ServiceNowError> {
    const { version } = this.#known ?? (await this.#read())
    await this.#store.refused(reason, version)
    this.forget()
    return loginAgain(reason)
  }

  /** Before each spaced repetition of something that was refused. */
  async pause(signal?: AbortSignal): Promise<void> {
    await sleep(this.#spacedRetryMs, signal)
  }

  /** Forgets what this process knows, after a log-in or a removal elsewhere. */
  forget(): void {
    this.#known = null
  }

  async #read(): Promise<StoredTokens> {
    this.#known = await this.#store.read()
    return this.#known
  }

  async #readUsable(): Promise<StoredTokens> {
    return usable(await this.#read())
  }

  /** Callers in one process share one refresh; callers in several share it by the lease. */
  async #renewOnce(stored: StoredTokens): Promise<StoredTokens> {
    const renewing = (this.#renewing ??= this.#renew(stored).finally(() => {
      this.#renewing = null
    }))
    this.#known = await renewing
    return this.#known
  }

  async #renew(first: StoredTokens): Promise<StoredTokens> {
    const giveUpAt = this.#now().getTime() + 4 * this.#leaseMs
    let refusals = 0
    for (let before = first; ;) {
      const fence = await this.#store.tryLease(this.#leaseMs, before.version)
      if (fence !== null) {
        const renewed = await this.#renewUnder(fence, before, refusals)
        if (renewed !== null) return renewed
        // One refusal may be a hiccup of the instance; the second, a moment later, is an answer.
        refusals += 1
        await this.pause()
      } else await sleep(50 + Math.random() * 100)
      const stored = usable(await this.#store.read())
      if (stored.version !== first.version && this.#isFresh(stored)) return stored
      if (this.#now().getTime() > giveUpAt) throw stuck()
      before = stored
    }
  }

  /** Null where the instance refused for the first time. */
  async #renewUnder(
    fence: number,
    { refreshToken, version }: StoredTokens,
    refusals: number,
  ): Promise<StoredTokens | null> {
    try {
      if (refreshToken === null) throw loginAgain('there is no refresh token')
      const tokens = await this.#refresh(refreshToken)
      // An application may be given tokens that live for a minute: not every call is a refresh.
      const lifeMs = tokens.expiresAt.getTime() - this.#now().getTime()
      this.#slackMs = Math.min(this.#mostSlackMs, lifeMs / 4)
      await this.#store.save(tokens, version)
      // Whether these or those of somebody who was faster: what is stored now counts.
      return usable(await this.#store.read())
    } catch (error) {
      await this.#store.giveBack(fence)
      if (!isServiceNowError(error) || error.code !== 'not_authenticated') throw error
      if (refusals === 0) return null
      const stored = await this.#store.read()
      if (stored.version !== version) return usable(stored)
      this.#known = stored
      throw await this.giveUp(error.message)
    }
  }

  #isFresh(tokens: StoredTokens): boolean {
    return this.#lasts(tokens, this.#slackMs)
  }

  #isAlive(tokens: StoredTokens): boolean {
    return this.#lasts(tokens, 5_000)
  }

  #lasts({ accessToken, expiresAt }: StoredTokens, ms: number): boolean {
    if (accessToken === null || expiresAt === null) return false
    return expiresAt.getTime() - ms > this.#now().getTime()
  }
}

function tokenOf({ accessToken }: StoredTokens): string {
  if (accessToken === null) throw loginAgain('there is no access token')
  return accessToken
}

function usable(stored: StoredTokens): StoredTokens {
  if (stored.refusal !== null) throw loginAgain(stored.refusal)
  return stored
}

function loginAgain(reason: string): ServiceNowError {
  return new ServiceNowError(`the integration must log in again: ${reason}`, {
    kind: 'reauthorize',
    code: 'login_again',
    outcome: 'known',
    remedy: 'log in with ServiceNow again; everything that waits goes on by itself',
  })
}

function stuck(): ServiceNowError {
  return new ServiceNowError('another process is renewing the access token', {
    kind: 'retry',
    code: 'unavailable',
    outcome: 'known',
  })
}

import type { StoredTokens, TokenStore } from '../../../src/servicenow/session.ts'

export interface MemoryTokens extends TokenStore {
  current: StoredTokens
}

/** Tokens kept as the database keeps them, for tests of the session alone. */
export function memoryTokens(given: Partial<StoredTokens>): MemoryTokens {
  let lease: { fence: number; until: number } = { fence: 0, until: 0 }
  const store: MemoryTokens = {
    current: {
      accessToken: 'first',
      refreshToken: 'r',
      expiresAt: new Date(Date.now() + 1_800_000),
      refreshExpiresAt: null,
      version: 1,
      refusal: null,
      ...given,
    },
    read: () => Promise.resolve(store.current),
    tryLease(leaseMs, version) {
      if (lease.until > Date.now() || store.current.version !== version)
        return Promise.resolve(null)
      lease = { fence: lease.fence + 1, until: Date.now() + leaseMs }
      return Promise.resolve(lease.fence)
    },
    save(tokens, version) {
      const { current } = store
      if (current.version !== version) return Promise.resolve(false)
      store.current = { ...current, ...tokens, version: current.version + 1 }
      lease = { ...lease, until: 0 }
      return Promise.resolve(true)
    },
    giveBack(fence) {
      if (lease.fence === fence) lease = { ...lease, until: 0 }
      return Promise.resolve()
    },
    refused(reason, version) {
      if (store.current.version === version) store.current = { ...store.current, refusal: reason }
      return Promise.resolve()
    },
  }
  return store
}

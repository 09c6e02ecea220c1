import { SERVICE_MS, type Cast } from './cast.ts'
import type { Dice } from './dice.ts'
import type { Ledger } from './ledger.ts'
import type { Options } from './options.ts'
import { MOODS } from './proxy.ts'

const WRITES = { path: '/api/now/', table: 'incident' }
const TOKEN_LIFE_SECONDS = 1_800

/** What an instance does to those who rely on it. */
export function faults(cast: Cast, ledger: Ledger, throws: Dice, options: Options) {
  const { instance, proxy } = cast
  const may = (what: string) => options.only.length === 0 || options.only.includes(what)
  // What the wait for an unknown outcome is made of scales with that wait.
  const scale = options.unknownSeconds / 20
  const lateMs = 15_000 * scale

  async function arm(kind: string, more: object): Promise<void> {
    ledger.trouble(kind, 4_000)
    await instance.arm({ kind, ...more })
  }

  /** A write whose answer is lost, whether it came to pass or not. */
  async function answers(): Promise<void> {
    const method = throws.pick(['POST', 'POST', 'PATCH'])
    const match = { ...WRITES, method }
    const kind = throws.pick([
      'commit-then-timeout',
      'commit-then-drop',
      'commit-then-status',
      'status-then-commit',
      'status-then-commit',
      'drop',
      'broken-json',
      'empty-body',
      'delay',
    ] as const)
    const delayMs = Math.round(throws.between(0.2, 1) * lateMs)
    await arm(kind, { match, delayMs, times: throws.whole(1, 3), forMs: 10_000, status: 500 })
  }

  async function storms(): Promise<void> {
    const forMs = Math.round(throws.between(500, 5_000) * Math.max(scale, 0.4))
    const probability = throws.between(0.3, 1)
    const kind = throws.pick(['429', '429+', '500', '502', '503', 'hibernating', 'broken', 'empty'])
    ledger.trouble(`storm of ${kind}`, forMs)
    const storm = { match: { path: '/api/now/' }, forMs, probability }
    if (kind === 'hibernating') await instance.arm({ kind, ...storm, match: {} })
    else if (kind === 'broken') await instance.arm({ kind: 'broken-json', ...storm })
    else if (kind === 'empty') await instance.arm({ kind: 'empty-body', ...storm })
    else if (kind === '429+')
      await instance.arm({ kind: 'status', status: 429, retryAfter: 1, ...storm })
    else await instance.arm({ kind: 'status', status: Number(kind), ...storm })
  }

  async function tokens(): Promise<void> {
    const what = throws.pick(['access', 'all'] as const)
    ledger.trouble(`tokens ${what}`, 2_000)
    await instance.revoke(what)
  }

  /** Access tokens come to their end, which any process may mend by itself. */
  async function expired(): Promise<void> {
    ledger.trouble('tokens expired', 2_000)
    // Time only goes forward here: what expired stays so.
    await instance.advance(TOKEN_LIFE_SECONDS + 60)
  }

  async function slow(): Promise<void> {
    ledger.count('slow')
    await instance.set({ serviceTimeMs: Math.round(throws.between(1_000, 4_000)) })
  }

  async function clock(): Promise<void> {
    ledger.count('clock')
    // Nodes of one instance are seconds apart.
    await instance.advance(throws.whole(-6, 6))
  }

  async function lag(): Promise<void> {
    ledger.count('lag')
    await instance.set({ replicaLagMs: Math.round(throws.between(100, 2_000) * scale) })
  }

  function misread(): void {
    ledger.count('conditions lost')
    proxy.misread(Math.round(throws.between(1_000, 4_000)))
  }

  function network(): void {
    const mood = throws.pick(MOODS)
    const forMs = Math.round(throws.between(500, 4_000))
    ledger.trouble(`network ${mood}`, forMs + 1_000)
    proxy.begin(mood, forMs, throws.between(0.02, 0.3))
  }

  return {
    async act(): Promise<void> {
      const what = throws.weigh({
        answers: may('answers') ? 10 : 0,
        storms: may('storms') ? 3 : 0,
        network: may('network') ? 6 : 0,
        misread: may('misread') ? 2 : 0,
        slow: may('slow') ? 2 : 0,
        tokens: may('tokens') ? 1 : 0,
        expired: may('expired') ? 1 : 0,
        clock: may('clock') ? 2 : 0,
        lag: may('lag') ? 3 : 0,
        calm: 3,
      })
      if (what === 'answers') return answers()
      if (what === 'storms') return storms()
      if (what === 'network') return network()
      if (what === 'tokens') return tokens()
      if (what === 'misread') return misread()
      if (what === 'slow') return slow()
      if (what === 'expired') return expired()
      if (what === 'clock') return clock()
      if (what === 'lag') return lag()
      return calm()
    },
    calm,
  }

  async function calm(): Promise<void> {
    proxy.calm()
    await instance.disarm()
    await instance.set({ replicaLagMs: 0, serviceTimeMs: SERVICE_MS })
  }
}

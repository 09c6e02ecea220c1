import type { Cast } from './cast.ts'
import type { Ledger } from './ledger.ts'
import { instanceSide } from '../../src/cli/demo/instance.ts'
import { INCIDENTS } from '../../src/cli/demo/projects.ts'
import { visitor, type Visitor } from '../../src/cli/demo/visitor.ts'

const ADMIN = { name: 'Chaos', email: 'chaos@lockstep.example', password: 'long enough to keep' }
const API = '/api/v1'

/** The decision table's mapping, as the form would hold it. */
export const MAPPING = INCIDENTS.mapping

export interface Asset {
  readonly id: number
  readonly name: string
}

/** Lockstep as people and scanners use it: over HTTP, with a key that outlives every restart. */
export class Lockstep {
  readonly assets: Asset[] = []
  readonly #cast: Cast
  readonly #ledger: Ledger
  #api: Visitor
  #integrationId = 0
  #loggingIn: Promise<void> | null = null

  private constructor(cast: Cast, ledger: Ledger) {
    this.#cast = cast
    this.#ledger = ledger
    this.#api = visitor(cast.url)
  }

  static async settle(cast: Cast, ledger: Ledger, assets: number): Promise<Lockstep> {
    const lockstep = new Lockstep(cast, ledger)
    const person = visitor(cast.url)
    await person.json('POST', `${API}/setup`, { token: cast.setupToken, ...ADMIN })
    const wanted = { name: 'chaos', role: 'ADMIN', expiresInDays: null }
    const { key } = await person.json<{ key: string }>('POST', `${API}/api-keys`, wanted)
    lockstep.#api = visitor(cast.url, { 'x-api-key': key })
    const { id } = await lockstep.call<{ id: number }>('POST', 'integrations', {
      name: 'ServiceNow',
      instanceUrl: cast.instanceUrl,
      clientId: 'lockstep',
      clientSecret: 'lockstep-secret',
    })
    lockstep.#integrationId = id
    await lockstep.call('PATCH', `integrations/${id}`, { pollSeconds: 1 })
    await lockstep.logIn()
    for (let n = 1; n <= assets; n++) {
      const asset = { name: `asset ${n}` }
      const made = await lockstep.call<Asset>('POST', 'assets', asset)
      lockstep.assets.push(made)
      await lockstep.pair(made)
    }
    return lockstep
  }

  call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.#api.json<T>(method, `${API}/${path}`, body)
  }

  upload<T>(path: string, bytes: Uint8Array): Promise<T> {
    return this.#api.upload<T>(`${API}/${path}`, bytes)
  }

  async pair({ id }: Asset): Promise<void> {
    const existing = { answer: 'send' }
    const project = { assetId: id, table: 'incident', mapping: MAPPING, existing }
    await this.call('POST', `integrations/${this.#integrationId}/pairings`, project)
  }

  async unpair(pairingId: number, assetName: string): Promise<void> {
    const query = new URLSearchParams({ confirm: assetName })
    await this.call('DELETE', `pairings/${pairingId}?${query.toString()}`)
  }

  /** An administrator logs in to the instance, on its own pages. One at a time. */
  logIn(): Promise<void> {
    this.#loggingIn ??= this.#logIn().finally(() => {
      this.#loggingIn = null
    })
    return this.#loggingIn
  }

  async #logIn(): Promise<void> {
    const { email, password } = ADMIN
    const person = visitor(this.#cast.url)
    await person.json('POST', '/api/auth/sign-in/email', { email, password })
    const login = `${API}/integrations/${this.#integrationId}/login`
    const start = await person.json<{ authorizationUrl: string }>('POST', login)
    const pages = instanceSide(this.#cast.instance.origin)
    const back = await pages.allow(start.authorizationUrl, 'itil')
    // Also in vain it may have had its tokens: then only their answer was lost.
    this.#ledger.logIns.push(Date.now())
    await person.json('POST', `${API}/integrations/callback`, Object.fromEntries(back))
    this.#ledger.count('log-in')
    this.#ledger.logIns.push(Date.now())
  }

  /** Logs in wherever the product says that somebody must. */
  async logInIfAsked(): Promise<void> {
    const rows = await this.#cast.postgres.rows<{ state: string }>('select state from integration')
    if (rows.some(({ state }) => state === 'login_again')) await this.logIn()
  }
}

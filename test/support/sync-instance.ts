import { REDIRECT, comeBack } from './servicenow/emulated.ts'
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator.ts'
import { hurryWhenWell } from '../../src/app/recovery.ts'
import type { Mapping } from '../../src/connection/mapping.ts'
import type { Sealer } from '../../src/lib/seal.ts'
import { createLog } from '../../src/log.ts'
import { reach, type Reach } from '../../src/reconcile/reach.ts'
import { createHttp, type Http } from '../../src/servicenow/http.ts'
import { lanes } from '../../src/servicenow/lanes.ts'
import { observed } from '../../src/servicenow/observed.ts'
import type { Database } from '../../src/store/database.ts'
import { CLIENT_SECRET } from '../../src/store/integration.ts'
import { laneStore } from '../../src/store/lane.ts'
import { pairings } from '../../src/store/pairing.ts'
import { tokenStore } from '../../src/store/token.ts'

/** An emulated instance as the database knows it: integration, one asset, its project. */
export interface Connected {
  readonly emulator: Emulator
  readonly instanceId: number
  readonly integrationId: number
  readonly assetId: number
  readonly pairingId: number
}

export interface ConnectOptions {
  readonly emulator?: EmulatorOptions
  readonly table: string
  readonly mapping: Mapping
}

/** What each process has for itself: sockets, and the way to instances. */
export function processOf(database: Database, seal: Sealer, origins: readonly string[]) {
  const sockets = createHttp({ userAgent: 'lockstep-test', timeoutMs: 5_000 })
  const http = observed(sockets, [hurryWhenWell(database, createLog('silent'))])
  const way = reach({
    database,
    sealer: seal,
    http,
    // A process that stops waits for its looks, and they for a lane of a dead instance.
    lanes: lanes({ store: laneStore(database), maxWaitMs: 3_000 }),
    allowedInstances: origins,
  })
  return { http, way }
}

export async function startInstance(options: EmulatorOptions = {}): Promise<Emulator> {
  return startEmulator({ redirectUris: [REDIRECT], ...options })
}

/** Writes instance, integration, asset and project down, and logs a person in as `itil`. */
export async function connect(
  database: Database,
  seal: Sealer,
  { way }: { readonly way: Reach; readonly http: Http },
  emulator: Emulator,
  { table, mapping }: ConnectOptions,
): Promise<Connected> {
  const { rows } = await database.pool.query<{
    instance: number
    integration: number
    asset: number
  }>(
    `with n as (insert into instance (origin) values ($1) returning id),
       i as (insert into integration (instance_id, name, client_id, client_secret_sealed, poll_seconds)
             select id, gen_random_uuid()::text, 'lockstep', '', 1 from n returning id),
       a as (insert into asset (name) values (gen_random_uuid()::text) returning id)
     select n.id as instance, i.id as integration, a.id as asset from n, i, a`,
    [emulator.url],
  )
  const { instance, integration, asset } = rows[0]!
  await database.pool.query('update integration set client_secret_sealed = $2 where id = $1', [
    integration,
    seal.seal('lockstep-secret', { purpose: CLIENT_SECRET, row: integration }),
  ])
  await logIn(database, seal, way, emulator, integration)
  const pairingId = await pairings(database.kysely).add({
    integrationId: integration,
    assetId: asset,
    table,
    tableLabel: table === 'incident' ? 'Incident' : table,
    mapping,
  })
  return { emulator, instanceId: instance, integrationId: integration, assetId: asset, pairingId }
}

export async function logIn(
  database: Database,
  seal: Sealer,
  way: Reach,
  emulator: Emulator,
  integrationId: number,
): Promise<void> {
  const { oauth } = await way.open(integrationId)
  const login = await oauth.authorizationUrl(REDIRECT)
  const callback = await comeBack(emulator, login, 'itil')
  const tokens = await oauth.redeemCode({ ...login, callback, redirectUri: REDIRECT })
  await tokenStore(database, seal, integrationId).connect(tokens)
  way.forget(integrationId)
  await database.pool.query('update integration set connected_user = $2 where id = $1', [
    integrationId,
    'itil',
  ])
}

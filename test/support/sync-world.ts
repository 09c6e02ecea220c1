import { randomBytes } from 'node:crypto'

import { freshDatabase } from './database.ts'
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator.ts'
import type { Mapping } from '../../src/connection/mapping.ts'
import { sealer } from '../../src/lib/seal.ts'
import { createLog } from '../../src/log.ts'
import { reach } from '../../src/reconcile/reach.ts'
import { aMapping } from '../../src/reconcile/situation.fixture.ts'
import { createHttp } from '../../src/servicenow/http.ts'
import { lanes } from '../../src/servicenow/lanes.ts'
import { comeBack, REDIRECT } from './servicenow/emulated.ts'
import type { Database } from '../../src/store/database.ts'
import { installation } from '../../src/store/installation.ts'
import { CLIENT_SECRET } from '../../src/store/integration.ts'
import { laneStore } from '../../src/store/lane.ts'
import { tokenStore } from '../../src/store/token.ts'
import type { Status } from '../../src/vulnerability/status.ts'
import { requestLooks } from '../../src/work/marks.ts'
import { engine } from '../../src/app/engine.ts'

export interface SyncWorld extends AsyncDisposable {
  readonly database: Database
  readonly emulator: Emulator
  readonly assetId: number
  readonly integrationId: number
  add(title: string, options?: { severity?: string; status?: Status }): Promise<number>
  move(id: number, status: Status, reason?: string): Promise<void>
  status(id: number): Promise<Status>
  /** Waits until nothing is marked any more and at least `polls` more polls were made. */
  settled(polls?: number): Promise<void>
  ticketOf(id: number): ReturnType<Emulator['records']>[number]
}

/** A database, an emulated instance that a person has logged in to, one paired asset, an engine. */
export async function syncWorld(
  options: {
    readonly emulator?: EmulatorOptions
    readonly table?: string
    readonly mapping?: Mapping
    readonly unknownOutcomeSeconds?: number
  } = {},
): Promise<SyncWorld> {
  const { table = 'incident', mapping = aMapping, unknownOutcomeSeconds = 330 } = options
  const database = await freshDatabase()
  const emulator = await startEmulator({ redirectUris: [REDIRECT], ...options.emulator })
  const seal = sealer([randomBytes(32)])
  const http = createHttp({ userAgent: 'lockstep-test', timeoutMs: 5_000 })
  const { pool } = database
  await installation(database.kysely).read()
  const ids = await connect(database, emulator.url, table, mapping, (id) =>
    seal.seal('lockstep-secret', { purpose: CLIENT_SECRET, row: id }),
  )
  const way = reach({
    database,
    sealer: seal,
    http,
    lanes: lanes({ store: laneStore(database) }),
    allowedInstances: [emulator.url],
  })
  const { oauth } = await way.open(ids.integrationId)
  const login = await oauth.authorizationUrl(REDIRECT)
  const callback = await comeBack(emulator, login, 'itil')
  const tokens = await oauth.redeemCode({ ...login, callback, redirectUri: REDIRECT })
  await tokenStore(database, seal, ids.integrationId).connect(tokens)
  await pool.query('update integration set connected_user = $2 where id = $1', [
    ids.integrationId,
    'itil',
  ])
  const running = engine({
    database,
    reach: way,
    publicUrl: 'http://lockstep.test',
    unknownOutcomeSeconds,
    requestSweep: () => Promise.resolve(),
    log: createLog('silent'),
  })
  running.start()
  const one = async <T>(sql: string, values: unknown[]): Promise<T> => {
    const { rows } = await pool.query(sql, values)
    return rows[0] as T
  }
  return {
    database,
    emulator,
    ...ids,
    add: (title, { severity = 'HIGH', status = 'IDENTIFIED' } = {}) =>
      database.transaction(async (tx) => {
        const { id } = await tx
          .insertInto('vulnerability')
          .values({
            asset_id: ids.assetId,
            title,
            type: 'SAST',
            severity: severity as 'HIGH',
            status,
            fingerprint: title,
            risk_accepted_until: null,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
        await requestLooks(tx, [id])
        return id
      }),
    move: (id, status, reason = '') =>
      database.transaction(async (tx) => {
        await tx
          .updateTable('vulnerability')
          .set({ status, status_reason: reason, status_changed_at: new Date() })
          .where('id', '=', id)
          .execute()
        await requestLooks(tx, [id])
      }),
    status: async (id) =>
      (await one<{ status: Status }>('select status from vulnerability where id = $1', [id]))
        .status,
    async settled(polls = 0) {
      const since = new Date()
      for (const end = Date.now() + 15_000; Date.now() < end;) {
        const { rows } = await pool.query(
          `select (select count(*)::int from mark where looked_revision < revision) as open,
             (select coalesce(bool_and(polled_at > $1), false) from inbound_cursor
              where integration_id = $2) as polled`,
          [since, ids.integrationId],
        )
        if (rows[0].open === 0 && (polls === 0 || rows[0].polled === true)) return
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      const { rows } = await pool.query(
        `select v.sending, v.sending_reason, m.due_at, m.tries, a.outcome, a.sent_at, a.outcome_reason
         from mark m join vulnerability v on v.id = m.vulnerability_id
         left join attempt a on a.vulnerability_id = v.id where m.looked_revision < m.revision`,
      )
      throw new Error(`did not come to rest within 15 s: ${JSON.stringify(rows)}`)
    },
    ticketOf(id) {
      const mine = emulator
        .records(table)
        .filter((row) => String(row['short_description']).startsWith(`[CONVISO] ${id} - `))
      if (mine.length !== 1) throw new Error(`${mine.length} tickets for vulnerability ${id}`)
      return mine[0]!
    },
    async [Symbol.asyncDispose]() {
      await running.stop()
      await http.close()
      await emulator.stop()
      await database.close()
    },
  }
}

async function connect(
  { pool }: Database,
  origin: string,
  table: string,
  mapping: Mapping,
  seal: (integrationId: number) => string,
) {
  const { rows } = await pool.query<{ integration: number; asset: number }>(
    `with n as (insert into instance (origin) values ($1) returning id),
       i as (insert into integration (instance_id, name, client_id, client_secret_sealed, poll_seconds)
             select id, gen_random_uuid()::text, 'lockstep', '', 1 from n returning id),
       a as (insert into asset (name) values (gen_random_uuid()::text) returning id),
       m as (insert into mapping (content) values ($3) returning id),
       p as (insert into pairing (integration_id, asset_id, table_name, table_label, mapping_id)
             select i.id, a.id, $2, 'Incident', m.id from i, a, m)
     select i.id as integration, a.id as asset from i, a`,
    [origin, table, JSON.stringify(mapping)],
  )
  const { integration, asset } = rows[0]!
  await pool.query('update integration set client_secret_sealed = $2 where id = $1', [
    integration,
    seal(integration),
  ])
  return { integrationId: integration, assetId: asset }
}

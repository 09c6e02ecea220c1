import { randomBytes } from 'node:crypto'

import { freshDatabase } from './database.ts'
import { INCIDENT } from './sync-mapping.ts'
import { connect, logIn, processOf, startInstance, type Connected } from './sync-instance.ts'
import type { EmulatorOptions } from '../../emulator/emulator.ts'
import type { LogEntry } from '../../emulator/control/request-log.ts'
import type { Row } from '../../emulator/store/sorted-rows.ts'
import { engine, type Engine } from '../../src/app/engine.ts'
import type { Mapping } from '../../src/connection/mapping.ts'
import { sweep } from '../../src/inbound/sweep.ts'
import { sealer } from '../../src/lib/seal.ts'
import { createLog } from '../../src/log.ts'
import type { Reach } from '../../src/reconcile/reach.ts'
import type { DuePoll } from '../../src/store/inbound-cursor.ts'
import { installation } from '../../src/store/installation.ts'
import { pairings } from '../../src/store/pairing.ts'
import type { Actor } from '../../src/vulnerability/actor.ts'
import type { Status } from '../../src/vulnerability/status.ts'
import { hurryLane, requestLooks } from '../../src/work/marks.ts'

export interface WorldOptions {
  readonly emulator?: EmulatorOptions
  readonly table?: string
  /** What differs from the mapping that `incident` gets from the form. */
  readonly mapping?: Partial<Mapping>
  readonly unknownOutcomeSeconds?: number
  readonly timeoutMs?: number
  /** False: the test starts engines itself. */
  readonly isRunning?: boolean
}

export interface Line {
  readonly level: string
  readonly message: string
  readonly details: Readonly<Record<string, string>>
}

export type World = Awaited<ReturnType<typeof syncWorld>>

const ADA: Actor = { kind: 'person', id: 'p1', name: 'Ada' }

/** A database, an emulated instance that a person has logged in to, one paired asset, an engine. */
export async function syncWorld(options: WorldOptions = {}) {
  const { table = 'incident', unknownOutcomeSeconds = 330, isRunning = true } = options
  const mapping = { ...INCIDENT, ...options.mapping }
  const database = await freshDatabase(6)
  const key = randomBytes(32)
  const seal = sealer([key])
  const origins: string[] = []
  const own = processOf(database, seal, origins)
  const { pool } = database
  const home = await installation(database.kysely).read()
  const engines = new Set<Engine>()
  const others: Connected[] = []
  const own1 = await another(options.emulator, table, mapping)

  async function another(
    emulator: EmulatorOptions = {},
    on = table,
    how: Mapping = mapping,
  ): Promise<Connected> {
    const instance = await startInstance(emulator)
    origins.push(instance.url)
    const connected = await connect(database, seal, own, instance, { table: on, mapping: how })
    others.push(connected)
    return connected
  }

  function start(way: Reach = own.way): Engine {
    const running = engine({
      database,
      reach: way,
      publicUrl: 'http://lockstep.test',
      unknownOutcomeSeconds,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      requestSweep: () => Promise.resolve(),
      log: createLog('silent'),
    })
    running.start()
    engines.add(running)
    return running
  }
  if (isRunning) start()

  async function one<T>(sql: string, values: unknown[]): Promise<T> {
    const { rows } = await pool.query(sql, values)
    return rows[0] as T
  }
  const look = (id: number) => database.transaction((tx) => requestLooks(tx, [id]))
  const { emulator, integrationId, instanceId, assetId } = own1
  const due: DuePoll = {
    integrationId,
    instanceId,
    table,
    correlationPrefixOf: home.id,
    watermark: null,
    isDeep: true,
    deepFrom: null,
    isSweepDue: true,
    isFirst: false,
    isRecovery: false,
  }

  const world = {
    database,
    key,
    way: own.way,
    table,
    mapping,
    due,
    ...own1,
    another,
    start,
    look,
    /** A process beside this one, as far as sockets and what it remembers go. */
    startBeside: () => {
      const { http, way } = processOf(database, seal, origins)
      const running = start(way)
      return { stop: () => running.stop().then(() => http.close()) }
    },
    logInAgain: async () => {
      await logIn(database, seal, own.way, emulator, integrationId)
      await hurryLane(database.kysely, instanceId)
    },
    sweep: async () => sweep(database, due, await own.way.open(integrationId)),
    async add(
      title: string,
      values: { severity?: string; status?: Status; assetId?: number; description?: string } = {},
    ): Promise<number> {
      return (await world.addMany([title], values))[0]!
    },
    addMany: (
      titles: readonly string[],
      values: { severity?: string; status?: Status; assetId?: number; description?: string } = {},
    ): Promise<number[]> =>
      database.transaction(async (tx) => {
        const { severity = 'HIGH', status = 'IDENTIFIED', description = '' } = values
        const rows = await tx
          .insertInto('vulnerability')
          .values(
            titles.map((title) => ({
              asset_id: values.assetId ?? assetId,
              title,
              description,
              type: 'SAST' as const,
              severity: severity as 'HIGH',
              status,
              fingerprint: title,
              status_actor: JSON.stringify(ADA),
              risk_accepted_until: null,
            })),
          )
          .returning('id')
          .execute()
        const ids = rows.map(({ id }) => id)
        await requestLooks(tx, ids)
        return ids
      }),
    move: (id: number, status: Status, reason = '') =>
      database.transaction(async (tx) => {
        await tx
          .updateTable('vulnerability')
          .set({
            status,
            status_reason: reason,
            status_actor: JSON.stringify(ADA),
            status_changed_at: new Date(),
          })
          .where('id', '=', id)
          .execute()
        await requestLooks(tx, [id])
      }),
    rewrite: (id: number, values: { title?: string; severity?: 'LOW' | 'CRITICAL' }) =>
      database.transaction(async (tx) => {
        await tx.updateTable('vulnerability').set(values).where('id', '=', id).execute()
        await requestLooks(tx, [id])
      }),
    remap: async (how: Partial<Mapping>) => {
      await pairings(database.kysely).changeMapping(own1.pairingId, { ...mapping, ...how })
    },
    vulnerability: (id: number) =>
      one<{
        status: Status
        sending: string
        sending_reason: string
        status_actor: Actor
        status_reason: string
        risk_accepted_until: string | null
      }>(
        `select status, sending, sending_reason, status_actor, status_reason,
           risk_accepted_until::text from vulnerability where id = $1`,
        [id],
      ),
    status: async (id: number) => (await world.vulnerability(id)).status,
    async lines(level?: string): Promise<Line[]> {
      const { rows } = await pool.query<Line>(
        'select level, message, details from delivery order by id',
      )
      return rows.filter((line) => level === undefined || line.level === level)
    },
    async timeline(id: number): Promise<{ message: string; actor: Actor }[]> {
      const { rows } = await pool.query(
        'select message, actor from history where vulnerability_id = $1 order by id',
        [id],
      )
      return rows as { message: string; actor: Actor }[]
    },
    /** Waits until nothing is due any more, and until `newPolls` polls begun later are over. */
    async settled(newPolls = 0): Promise<void> {
      for (let n = 0; n < newPolls; n++) await world.polled()
      await world.until(async () => {
        const { open } = await one<{ open: number }>(
          'select count(*)::int as open from mark where looked_revision < revision',
          [],
        )
        return open === 0
      })
    },
    /** As if all tickets had been seen a while ago, when every replica knew of them. */
    later: () => pool.query(`update ticket set reading_at = reading_at - interval '1 minute'`),
    /** Waits for a poll of every table that began after now, which is due at once. */
    async polled(): Promise<void> {
      const { since } = await one<{ since: Date }>('select now() as since', [])
      await pool.query('update inbound_cursor set polled_at = null')
      await world.until(async () => {
        const { over } = await one<{ over: boolean | null }>(
          `select bool_and(polled_at > $1 and lease_until is null) as over
           from inbound_cursor where integration_id = $2`,
          [since, integrationId],
        )
        return over === true
      })
    },
    async until(isSo: () => Promise<boolean> | boolean, ms = 20_000): Promise<void> {
      for (const end = Date.now() + ms; Date.now() < end;) {
        if (await isSo()) return
        await new Promise((resolve) => setTimeout(resolve, 15))
      }
      const { rows } = await pool.query(
        `select v.sending, v.sending_reason, v.status, m.due_at, m.tries, a.outcome, a.sent_at,
           a.outcome_reason, (select json_agg(d.message) from delivery d) as lines
         from vulnerability v left join mark m on m.vulnerability_id = v.id
         left join attempt a on a.vulnerability_id = v.id limit 5`,
      )
      throw new Error(`it did not come to that within ${ms} ms: ${JSON.stringify(rows)}`)
    },
    ticketsOf: (id: number, at = emulator): Row[] =>
      at.records(table).filter((row) => row['short_description']?.includes(`] ${id} - `) === true),
    ticketOf(id: number): Row {
      const [ticket, ...more] = world.ticketsOf(id)
      if (ticket === undefined || more.length > 0) {
        throw new Error(`${more.length + (ticket === undefined ? 0 : 1)} tickets for ${id}`)
      }
      return ticket
    },
    /** A change of the ticket by a person in ServiceNow. */
    edit: (id: number, fields: Readonly<Record<string, string>>, as = 'beth.anglin') =>
      emulator.edit(table, world.ticketOf(id)['sys_id'] ?? '', fields, as),
    notes: (id: number): string[] =>
      emulator
        .records('sys_journal_field')
        .filter((entry) => entry['element_id'] === world.ticketOf(id)['sys_id'])
        .map((entry) => entry['value'] ?? ''),
    requests: (method?: string): LogEntry[] =>
      emulator.requests.list().filter((entry) => {
        const isTold = method === undefined || entry.method === method
        return isTold && entry.path.includes(`/table/${table}`)
      }),
    writes: (): LogEntry[] => world.requests().filter((entry) => entry.method !== 'GET'),
    async [Symbol.asyncDispose]() {
      await Promise.all([...engines].map((running) => running.stop()))
      await own.http.close()
      await Promise.all(others.map((connected) => connected.emulator.stop()))
      await database.close()
    },
  }
  return world
}

import { selfSigned } from './certificate.ts'
import { Clock } from './clock.ts'
import { editAs, insertAs, removeAs } from './control/edit.ts'
import { Faults } from './control/faults.ts'
import { RequestLog, type LogEntry } from './control/request-log.ts'
import { buildInstance } from './data/build.ts'
import { DEFAULT_SEED } from './data/default-seed.ts'
import type { Seed } from './data/seed.ts'
import type { Input, Instance } from './instance.ts'
import { authenticator } from './oauth/authenticate.ts'
import { Tokens } from './oauth/tokens.ts'
import { Sessions } from './pages/sessions.ts'
import { routes } from './routes.ts'
import type { BusinessRules } from './rules/business-rules.ts'
import { WebServer } from './server.ts'
import { changeSettings, DEFAULT_SETTINGS, type Settings } from './settings.ts'
import { restoreSnapshot, takeSnapshot, type Snapshot } from './store/snapshot.ts'
import type { Row } from './store/sorted-rows.ts'

export interface EmulatorOptions extends Partial<Settings> {
  /** 0 takes a free one. */
  readonly port?: number
  readonly host?: string
  readonly seed?: Partial<Seed>
  /** How many incidents there are besides the seed's. */
  readonly records?: number
  /** Where the client `lockstep` may send people back to. */
  readonly redirectUris?: readonly string[]
  readonly jsonLog?: boolean
  /** HTTPS, with a certificate that nobody trusts unless told to; or with one that is over. */
  readonly tls?: 'self-signed' | 'expired'
  /** Makes the faults with a probability repeatable. */
  readonly faultSeed?: number
}

export interface Emulator {
  readonly url: string
  readonly port: number
  /** In PEM, for clients that are to trust it; null without TLS. */
  readonly certificate: string | null
  readonly clock: Clock
  readonly faults: Faults
  readonly requests: RequestLog
  /** May be written to while the instance runs. */
  readonly settings: Settings
  readonly instance: Instance
  /** Rules that this instance was not shipped with. */
  readonly rules: BusinessRules
  /** All that is stored, and everything put back as it was. */
  snapshot(): Snapshot
  restore(snapshot: Snapshot): void
  /** Copies of the stored records of a table and of those that extend it. */
  records(table: string): Row[]
  /** Changes a record as that person would: same rights, same rules, same traces. */
  edit(table: string, sysId: string, fields: Input, as?: string): Row
  insert(table: string, fields: Input, as?: string): Row
  /** Deletes a record, which only administrators may. */
  remove(table: string, sysId: string, as?: string): void
  /** Makes a record unreadable to all but administrators, as a changed ACL would. */
  hide(sysId: string, hidden?: boolean): void
  revokeTokens(which?: 'access' | 'all'): void
  stop(): Promise<void>
}

/** Starts an instance in this process. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, records = 0, redirectUris = [], faultSeed = 1 } = options
  const clock = new Clock()
  const seed: Seed = { ...DEFAULT_SEED, ...options.seed }
  const settings = settingsFrom(options, seed)
  const instance = buildInstance(clock, settings, seed, redirectUris, records)
  const tokens = new Tokens(clock)
  const sessions = new Sessions(instance)
  const authenticate = authenticator(instance, tokens, sessions)
  const faults = new Faults(faultSeed)
  for (const fault of seed.faults ?? []) faults.add(fault)
  const log = new RequestLog()
  const { tls } = options
  const certificate = tls === undefined ? null : selfSigned(host, tls === 'expired')
  const server = new WebServer({
    certificate,
    instance,
    tokens,
    faults,
    log,
    route: routes({ instance, tokens, sessions }),
    userOf: (incoming) => authenticate(incoming)?.actor.userName ?? '',
    onLogged: options.jsonLog === true ? printLine : () => undefined,
  })
  const boundPort = await server.listen(port, host)
  return {
    url: `${certificate === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    port: boundPort,
    certificate: certificate?.cert ?? null,
    clock,
    faults,
    requests: log,
    settings,
    instance,
    rules: instance.businessRules,
    snapshot: () => takeSnapshot(instance.database, instance.files),
    restore: (snapshot) => restoreSnapshot(instance.database, instance.files, snapshot),
    records(name) {
      const family = instance.database.must(name).family()
      return family.flatMap((table) => [...table.rows()].map((row) => ({ ...row })))
    },
    edit: (table, sysId, fields, as = 'itil') => editAs(instance, table, sysId, fields, as),
    insert: (table, fields, as = 'itil') => insertAs(instance, table, fields, as),
    remove: (table, sysId, as = 'admin') => removeAs(instance, table, sysId, as),
    hide(sysId, hidden = true) {
      if (hidden) instance.hidden.add(sysId)
      else instance.hidden.delete(sysId)
    },
    revokeTokens: (which) => tokens.revokeAll(which),
    stop() {
      instance.callOuts.stop()
      instance.background.stop()
      return server.stop()
    },
  }
}

/** The settings among the options, else those of the seed; what neither says is as shipped. */
function settingsFrom(options: EmulatorOptions, seed: Seed): Settings {
  const settings = { ...DEFAULT_SETTINGS }
  const unknown = changeSettings(settings, seed.settings ?? {})
  if (unknown.length > 0) throw new Error(`the seed has no settings ${unknown.join(', ')}`)
  const given = Object.entries(options).filter(
    ([name, value]) => name in DEFAULT_SETTINGS && value !== undefined,
  )
  changeSettings(settings, Object.fromEntries(given))
  return settings
}

function printLine(entry: LogEntry): void {
  process.stdout.write(`${JSON.stringify(entry)}\n`)
}

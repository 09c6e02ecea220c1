import type { Fault } from '../control/faults.ts'
import type { BusinessRule } from '../rules/business-rules.ts'
import type { TableDefinition } from '../store/schema.ts'

export interface SeedUser {
  readonly userName: string
  readonly password: string
  readonly name: string
  readonly roles: readonly string[]
  readonly timeZone?: string
}

export interface SeedClient {
  readonly name: string
  readonly clientId: string
  readonly clientSecret: string
  readonly isSecurelyScoped?: boolean
  /** Has no secret; proves itself with PKCE. */
  readonly isPublic?: boolean
  /** Whom it acts as by the client credentials grant. */
  readonly userName?: string
  /** Where it may send people back to; the redirect URIs given on starting where left out. */
  readonly redirectUris?: readonly string[]
}

/** What is on the instance besides the stock tables when it starts. */
export interface Seed {
  readonly instanceName: string
  readonly users: readonly SeedUser[]
  readonly groups: readonly string[]
  readonly clients: readonly SeedClient[]
  readonly tables: readonly TableDefinition[]
  /** Records by table, written as the named user (`opened_by`'s user name) some minutes ago. */
  readonly records: readonly SeedRecord[]
  /** Business rules besides the stock ones; they apply from when the records are there. */
  readonly rules?: readonly BusinessRule[]
  /** How it is set, and what goes wrong, from the start. */
  readonly settings?: Readonly<Record<string, number | boolean>>
  readonly faults?: readonly Fault[]
}

export interface SeedRecord {
  readonly table: string
  readonly by: string
  readonly minutesAgo: number
  readonly values: Readonly<Record<string, string>>
}

import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { Mapping } from '../connection/mapping.ts'
import type { Sending } from '../connection/not-sent.ts'
import type { Actor } from '../vulnerability/actor.ts'
import type { Evidence, VulnerabilityType } from '../vulnerability/evidence.ts'
import type { MappedSeverity, Severity, SeverityCounts } from '../vulnerability/severity.ts'
import type { Status } from '../vulnerability/status.ts'
import type { FilledTime, Json, Time } from './columns.ts'
import type { PeopleTables } from './people-schema.ts'
import type {
  AttemptTable,
  InboundCursorTable,
  MarkTable,
  MemoryTable,
  TicketTable,
} from './schema-sync.ts'

export interface Schema extends PeopleTables {
  installation: InstallationTable
  setting: { name: string; value: ColumnType<unknown, string, string>; updated_at: FilledTime }
  instance: InstanceTable
  integration: IntegrationTable
  oauth_login: OauthLoginTable
  asset: AssetTable
  policy: PolicyTable
  import: ImportTable
  vulnerability: VulnerabilityTable
  finding: FindingTable
  history: HistoryTable
  mapping: { id: Generated<number>; content: JSONColumnType<Mapping>; created_at: FilledTime }
  pairing: PairingTable
  ticket: TicketTable
  attempt: AttemptTable
  memory: MemoryTable
  mark: MarkTable
  inbound_cursor: InboundCursorTable
  delivery: DeliveryTable
  audit: AuditTable
  bulk_job: BulkJobTable
}

export interface InstallationTable {
  id: Generated<string>
  place: string | null
  creating_stopped: string | null
  sealing_key_id: string | null
  recovered_at: Time
  created_at: FilledTime
}

export interface InstanceTable {
  id: Generated<number>
  origin: string
  creating_stopped: string | null
  /** By the instance's clock: what was made before and nobody knows, a backup forgot. */
  forgotten_before: string | null
  forgotten_noted_at: Time
  created_at: FilledTime
}

export interface IntegrationTable {
  id: Generated<number>
  instance_id: number
  name: string
  client_id: string
  client_secret_sealed: string
  access_token_sealed: string | null
  refresh_token_sealed: string | null
  access_expires_at: Time
  refresh_expires_at: Time
  token_version: Generated<number>
  refresh_lease_until: Time
  refresh_fence: Generated<number>
  state: ColumnType<IntegrationState, IntegrationState | undefined, IntegrationState>
  state_reason: string | null
  connected_user: string | null
  connected_at: Time
  poll_seconds: Generated<number>
  login_days: Generated<number>
  warned_days: number | null
  created_at: FilledTime
  updated_at: FilledTime
}
export type IntegrationState = 'new' | 'connected' | 'login_again' | 'removed'

export interface OauthLoginTable {
  state_hash: string
  session_id: string
  integration_id: number
  verifier_sealed: string
  redirect_uri: string
  expires_at: ColumnType<Date, Date, Date>
  used_at: Time
}

export interface AssetTable {
  id: Generated<number>
  name: string
  description: Generated<string>
  business_impact: ColumnType<BusinessImpact, BusinessImpact | undefined, BusinessImpact>
  url: Generated<string>
  repository_url: Generated<string>
  tags: Generated<string[]>
  archived_at: Time
  created_at: FilledTime
  updated_at: FilledTime
}
export type BusinessImpact = 'LOW' | 'MEDIUM' | 'HIGH'

export interface PolicyTable {
  id: Generated<number>
  asset_id: number | null
  send: Generated<boolean>
  send_severities: Generated<Severity[]>
  create_as_identified: Generated<boolean>
  updated_at: FilledTime
}

export interface ImportTable {
  id: Generated<number>
  asset_id: number
  tool: Generated<string>
  format: Generated<string>
  file_name: Generated<string>
  scope: string | null
  dry_run: Generated<boolean>
  files: Json<{ name: string; format: string; tool: string }[]>
  size_bytes: Generated<number>
  state: ColumnType<ImportState, ImportState | undefined, ImportState>
  read_count: Generated<number>
  new_count: Generated<number>
  again_count: Generated<number>
  reopened_count: Generated<number>
  fixed_count: Generated<number>
  skipped_count: Generated<number>
  skipped: Json<{ reason: string; count: number }[]>
  closed_nothing_because: string | null
  opens_tickets: Json<SeverityCounts>
  question: ColumnType<TicketQuestion | null, string | undefined, string | null>
  error: string | null
  actor: JSONColumnType<Actor>
  waiting_at: Time
  created_at: FilledTime
  finished_at: Time
}
/** Asked when an import opens more tickets than the policy lets go out unasked. */
export interface TicketQuestion {
  readonly asked: 'open' | 'answered'
  readonly limit: number
  readonly counts: SeverityCounts
  /** Answered: of which severities tickets were let go, by whom the last time. */
  readonly sent?: readonly MappedSeverity[]
  readonly answeredBy?: Actor
}
export type ImportState = 'reading' | 'applying' | 'applied' | 'rehearsed' | 'failed'

export interface VulnerabilityTable {
  id: Generated<number>
  asset_id: number
  ticket_key: Generated<string>
  title: string
  description: Generated<string>
  solution: Generated<string>
  reference: Generated<string>
  category: Generated<string>
  type: VulnerabilityType
  severity: Severity
  status: Status
  status_reason: Generated<string>
  status_actor: Json<Actor>
  status_changed_at: FilledTime
  /** `YYYY-MM-DD` */
  risk_accepted_until: string | null
  fingerprint: string
  tool_id: Generated<string>
  scan_source: Generated<string>
  evidence: Json<Evidence>
  sending: ColumnType<Sending, Sending | undefined, Sending>
  sending_reason: Generated<string>
  sent_by_hand: Generated<boolean>
  held: Generated<boolean>
  held_import_id: number | null
  generation: Generated<number>
  archived_at: Time
  first_seen_at: FilledTime
  created_at: FilledTime
  updated_at: FilledTime
  /** All that lists filter by, in digits; see vulnerability/facet.ts. */
  facet: GeneratedAlways<number>
  /** What titles are searched and sorted by: the beginning, in small letters. */
  title_key: GeneratedAlways<string>
  /** How often its words or evidence have changed. */
  wording: Generated<number>
}

export interface FindingTable {
  id: Generated<number>
  vulnerability_id: number
  tool: string
  rule: string
  fingerprint: string
  scope: Generated<string>
  evidence: Json<Evidence>
  import_id: number | null
  gone_at: Time
  suppressed: Generated<boolean>
  first_seen_at: FilledTime
  last_seen_at: FilledTime
  /** Stands for all that its tool says of it. */
  content: string | null
  /** The vulnerability's, when it said the same as this, its first source. */
  wording: number | null
}

export interface HistoryTable {
  id: Generated<number>
  vulnerability_id: number
  at: FilledTime
  actor: JSONColumnType<Actor>
  kind: HistoryKind
  message: string
  details: Json<object>
}
export type HistoryKind = 'created' | 'status' | 'edited' | 'ticket' | 'conflict' | 'archived'

export interface PairingTable {
  id: Generated<number>
  integration_id: number
  asset_id: number
  table_name: string
  table_label: string
  mapping_id: number
  removed_at: Time
  created_at: FilledTime
  updated_at: FilledTime
}

export interface DeliveryTable {
  id: Generated<number>
  at: FilledTime
  level: DeliveryLevel
  message: string
  details: Json<Readonly<Record<string, string>>>
  integration_id: number | null
  vulnerability_id: number | null
  request_ids: Generated<string[]>
}
export type DeliveryLevel = 'INFO' | 'WARN' | 'ERROR'

export interface AuditTable {
  id: Generated<number>
  at: FilledTime
  actor: JSONColumnType<Actor>
  action: string
  subject: string
  details: Json<object>
}

export interface BulkJobTable {
  id: Generated<number>
  kind: string
  actor: JSONColumnType<Actor>
  request: JSONColumnType<object>
  total: Generated<number>
  done: Generated<number>
  failed: Generated<number>
  failures: Json<{ id: number; reason: string }[]>
  state: ColumnType<
    'running' | 'done' | 'failed',
    'running' | 'done' | 'failed' | undefined,
    'running' | 'done' | 'failed'
  >
  request_ids: Generated<string[]>
  created_at: FilledTime
  finished_at: Time
}

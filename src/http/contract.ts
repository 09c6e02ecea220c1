/** What the browser may know of the server: types of what travels, and tables of words. */
import type { z } from 'zod'
import type * as asset from './schema/asset.ts'
import type * as common from './schema/common.ts'
import type * as imports from './schema/import.ts'
import type * as integration from './schema/integration.ts'
import type * as operations from './schema/operations.ts'
import type * as pairing from './schema/pairing.ts'
import type * as people from './schema/people.ts'
import type * as vulnerability from './schema/vulnerability.ts'

export { MAPPED_STATUSES } from '../connection/mapping.ts'
export { SENDING, SENDING_LABELS } from '../connection/not-sent.ts'
export { TICKET_LAGS, TICKET_LAG_LABELS } from '../connection/ticket.ts'
export { countWords, totalOf } from '../connection/ticket-counts.ts'
export { TYPES, TYPE_LABELS } from '../vulnerability/evidence.ts'
export { REPORT_FORMATS_LISTED } from '../vulnerability/report-formats.ts'
export { PERMISSIONS, ROLES, ROLE_LABELS } from '../vulnerability/role.ts'
export { MAPPED_SEVERITIES, SEVERITIES, SEVERITY_LABELS } from '../vulnerability/severity.ts'
export { STATUSES, STATUS_LABELS } from '../vulnerability/status.ts'
export type { MappedStatus } from '../connection/mapping.ts'
export type { Sending } from '../connection/not-sent.ts'
export type { VulnerabilityType } from '../vulnerability/evidence.ts'
export type { Permissions, Role } from '../vulnerability/role.ts'
export type { MappedSeverity, Severity } from '../vulnerability/severity.ts'
export type { Status } from '../vulnerability/status.ts'

export type Problem = z.output<typeof common.Problem>
export type ActorView = z.output<typeof common.ActorView>

export type VulnerabilityRow = z.output<typeof vulnerability.VulnerabilityRow>
export type VulnerabilityPage = z.output<typeof vulnerability.VulnerabilityPage>
export type VulnerabilityView = z.output<typeof vulnerability.VulnerabilityView>
export type VulnerabilityQuery = z.input<typeof vulnerability.VulnerabilityQuery>
export type NewVulnerability = z.input<typeof vulnerability.NewVulnerability>
export type VulnerabilityEdit = z.input<typeof vulnerability.VulnerabilityEdit>
export type StatusChange = z.input<typeof vulnerability.StatusChange>
export type BulkStatusChange = z.input<typeof vulnerability.BulkStatusChange>
export type BulkJobView = z.output<typeof vulnerability.BulkJobView>
export type TicketView = z.output<typeof vulnerability.TicketView>
export type EvidenceView = z.output<typeof vulnerability.EvidenceView>
export type HistoryEntry = z.output<typeof vulnerability.HistoryEntry>
export type HistoryPage = z.output<typeof vulnerability.HistoryPage>
export type SyncRequest = z.input<typeof vulnerability.SyncRequest>

export type AssetView = z.output<typeof asset.AssetView>
export type AssetSummary = z.output<typeof asset.AssetSummary>
export type AssetPage = z.output<typeof asset.AssetPage>
export type AssetQuery = z.input<typeof asset.AssetQuery>
export type NewAsset = z.input<typeof asset.NewAsset>
export type AssetEdit = z.input<typeof asset.AssetEdit>

export type ImportView = z.output<typeof imports.ImportView>
export type TicketAnswer = z.input<typeof imports.TicketAnswer>
export type TicketCounts = z.output<typeof imports.TicketCounts>
export type ImportPage = z.output<typeof imports.ImportPage>

export type IntegrationView = z.output<typeof integration.IntegrationView>
export type IntegrationList = z.output<typeof integration.IntegrationList>
export type NewIntegration = z.input<typeof integration.NewIntegration>
export type IntegrationEdit = z.input<typeof integration.IntegrationEdit>
export type LoginStart = z.output<typeof integration.LoginStart>
export type LoginCallback = z.input<typeof integration.LoginCallback>
export type CheckStep = z.output<typeof integration.CheckStep>
export type CheckResult = z.output<typeof integration.CheckResult>
export type TableChoice = z.output<typeof integration.TableChoice>
export type TableList = z.output<typeof integration.TableList>
export type TableDetail = z.output<typeof integration.TableDetail>
export type Choice = z.output<typeof integration.Choice>
export type ReferenceList = z.output<typeof integration.ReferenceList>

export type MappingInput = z.input<typeof pairing.MappingInput>
export type MappingView = z.output<typeof pairing.MappingView>
export type ExistingAnswer = z.input<typeof pairing.ExistingAnswer>
export type NewPairing = z.input<typeof pairing.NewPairing>
export type PairingEdit = z.input<typeof pairing.PairingEdit>
export type PairingPreviewRequest = z.input<typeof pairing.PairingPreviewRequest>
export type PairingPreview = z.output<typeof pairing.PairingPreview>
export type PairingView = z.output<typeof pairing.PairingView>
export type PairingList = z.output<typeof pairing.PairingList>

export type DeliveryQuery = z.input<typeof operations.DeliveryQuery>
export type DeliveryView = z.output<typeof operations.DeliveryView>
export type DeliveryList = z.output<typeof operations.DeliveryList>
export type PolicyView = z.output<typeof operations.PolicyView>
export type AssetPolicy = z.input<typeof operations.AssetPolicy>
export type AssetPolicyView = z.output<typeof operations.AssetPolicyView>
export type AuditEntry = z.output<typeof operations.AuditEntry>
export type AuditPage = z.output<typeof operations.AuditPage>
export type DashboardView = z.output<typeof operations.DashboardView>

export type Me = z.output<typeof people.Me>
export type SetupState = z.output<typeof people.SetupState>
export type SetupRequest = z.input<typeof people.SetupRequest>
export type PersonView = z.output<typeof people.PersonView>
export type PersonList = z.output<typeof people.PersonList>
export type Invitation = z.input<typeof people.Invitation>
export type OneTimeLink = z.output<typeof people.OneTimeLink>
export type PersonEdit = z.input<typeof people.PersonEdit>
export type LinkState = z.output<typeof people.LinkState>
export type LinkUse = z.input<typeof people.LinkUse>
export type PasswordChange = z.input<typeof people.PasswordChange>
export type ApiKeyView = z.output<typeof people.ApiKeyView>
export type ApiKeyList = z.output<typeof people.ApiKeyList>
export type NewApiKey = z.input<typeof people.NewApiKey>
export type CreatedApiKey = z.output<typeof people.CreatedApiKey>

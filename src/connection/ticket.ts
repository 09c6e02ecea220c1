import type { Status } from '../vulnerability/status.ts'

declare const brand: unique symbol
/** 32 lower-case hexadecimal digits: a record's identity at an instance. */
export type SysId = string & { readonly [brand]: 'SysId' }

/** Field name → value, as ServiceNow writes them: strings, empty for none. */
export type Fields = Readonly<Record<string, string>>

/** What a record said when it was last looked at. */
export interface Reading {
  readonly state: string
  /** All fields that a plan compares, `state` excluded. */
  readonly fields: Fields
  readonly modCount: number
  /** `YYYY-MM-DD HH:MM:SS` in UTC by the instance's clock. */
  readonly updatedOn: string
  readonly updatedBy: string
}

/** The pair both sides last held, and the values we last sent: the third leg of the comparison. */
export interface Agreed {
  readonly status: Status
  readonly state: string
  /** As sent, not as answered: a value that the instance cut is not sent again. */
  readonly sent: Fields
  /** A move that was sent, while nobody knows what became of it. */
  readonly underWay: UnderWay | null
}

/** Written down before a ticket is moved, so that finding the move done is not taken for theirs. */
export interface UnderWay {
  readonly status: Status
  /** The states on the way, the last of them the one that the status leads to. */
  readonly states: readonly string[]
}

/** `gone`: deleted, or no longer ours to see. `refused`: it won't take what we send. */
export const TICKET_CONDITIONS = ['living', 'gone'] as const
export type TicketCondition = (typeof TICKET_CONDITIONS)[number]

/** What keeps a ticket from being in step: a look that is due, or that nobody finds the ticket. */
export const TICKET_LAGS = ['waiting', 'gone'] as const
export type TicketLag = (typeof TICKET_LAGS)[number]

export const TICKET_LAG_LABELS: Record<TicketLag, string> = {
  waiting: 'A change is on its way',
  gone: 'Gone from ServiceNow',
}

/** The ServiceNow record of a vulnerability, as we remember it. */
export interface Ticket {
  readonly id: number
  readonly vulnerabilityId: number
  readonly instanceId: number
  readonly table: string
  readonly sysId: SysId
  readonly number: string
  /** 1 for the first; a follow-up or a re-creation is the next. */
  readonly generation: number
  readonly mappingId: number
  readonly condition: TicketCondition
  readonly agreed: Agreed
  readonly reading: Reading | null
  /** `sys_mod_count` in the answer to our last write: an older reading is stale. */
  readonly writtenModCount: number
}

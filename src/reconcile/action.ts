import type { Attempt } from '../connection/attempt.ts'
import type { Sending } from '../connection/not-sent.ts'
import type { Agreed, Fields, Reading, SysId } from '../connection/ticket.ts'
import type { Actor } from '../vulnerability/actor.ts'
import type { Status } from '../vulnerability/status.ts'
import type { Entry, Line } from './explain.ts'
import type { Pairing } from './situation.ts'

/**
 * What a plan consists of. Notes come first and are kept together, in one transaction; then comes
 * at most one call or wait. After a call the situation is another: look again, plan again.
 */
export type Action = Note | Call | Wait

/** Changes nothing outside our own database. */
export type Note =
  /** Only where the status still is `from`; otherwise the rest of the plan is void: look again. */
  | {
      readonly kind: 'set_status'
      readonly from: Status
      readonly status: Status
      readonly actor: Actor
      readonly reason: string
      /** `YYYY-MM-DD`, for Risk Accepted. */
      readonly riskAcceptedUntil: string | null
    }
  | { readonly kind: 'remember'; readonly agreed: Agreed; readonly mappingId: number }
  | { readonly kind: 'set_sending'; readonly sending: Sending; readonly reason: string }
  /** A line of Recent deliveries. A marker joins `said`, so that it is said once. */
  | { readonly kind: 'deliver'; readonly line: Line; readonly marker: string | null }
  | { readonly kind: 'history'; readonly entry: Entry }
  /** The link is broken; its reading is forgotten, so that a later one is news. */
  | { readonly kind: 'mark_gone'; readonly reason: string }
  /** No other is made in its place any more. */
  | { readonly kind: 'mark_living' }
  /** The record found is what the attempt made; it becomes the current ticket. */
  | { readonly kind: 'adopt_ticket'; readonly attempt: Attempt; readonly ticket: NewTicket }
  | Doubt
  | { readonly kind: 'abandon_attempt'; readonly attempt: Attempt; readonly reason: string }

/** An attempt of unknown outcome, as of the day when the database forgot: it is looked for. */
export interface Doubt {
  readonly kind: 'doubt'
  readonly pairing: Pairing
  readonly generation: number
  readonly correlationId: string
}

/** One exchange with the instance. */
export type Call = LookUp | LookFor | CreateTicket | UpdateTicket | AddNote

export type Wait =
  | { readonly kind: 'wait_until'; readonly at: Date }
  | { readonly kind: 'wait_for_login'; readonly integrationId: number }

/** Read the ticket's record anew. */
export interface LookUp {
  readonly kind: 'look_up'
  readonly pairing: Pairing
  readonly sysId: SysId
}

/** Look for what an attempt may have made: by its sys_id, then by its correlation id. */
export interface LookFor {
  readonly kind: 'look_for'
  readonly pairing: Pairing
  readonly attempt: Attempt
}

/** One POST, under an attempt that is written before it. */
export interface CreateTicket {
  readonly kind: 'create_ticket'
  readonly pairing: Pairing
  readonly generation: number
  readonly correlationId: string
  /** All fields of the POST but sys_id: `state`, ours, and the pairing's extras. */
  readonly fields: Fields
  /** Those of them that later changes are compared with. */
  readonly sent: Fields
  readonly promisedPriority: string
  /** Ours at this moment; the ticket is made in Identified's state all the same. */
  readonly status: Status
  readonly wish: string
  /** The attempt to repeat with its own sys_id; null: open a new one. */
  readonly repeats: Attempt | null
}

export interface UpdateTicket {
  readonly kind: 'update_ticket'
  readonly pairing: Pairing
  readonly sysId: SysId
  readonly number: string
  /** PATCHes in order; all but the last only pass through a state. */
  readonly writes: readonly Fields[]
  /** The compared fields among them. */
  readonly sent: Fields
  readonly promisedPriority: string
  /** The move that is carried; null if only fields are. */
  readonly move: { readonly status: Status; readonly state: string } | null
  /** What was agreed, and what the record said, before the write was announced. */
  readonly agreed: Agreed
  readonly before: Reading
  readonly wish: string
}

/** A work note. The text ends with the marker, by which a repeat can be recognised. */
export interface AddNote {
  readonly kind: 'add_note'
  readonly pairing: Pairing
  readonly sysId: SysId
  readonly number: string
  readonly marker: string
  readonly text: string
  readonly wish: string
}

/** A row of the ticket table to be. */
export interface NewTicket {
  readonly instanceId: number
  readonly table: string
  readonly sysId: SysId
  readonly number: string
  readonly generation: number
  readonly mappingId: number
  readonly agreed: Agreed
  readonly reading: Reading
  /** `sys_mod_count` of the answer to our write; -1 when the answer was never seen. */
  readonly writtenModCount: number
}

import type { Mapping } from '../connection/mapping.ts'
import type { SysId } from '../connection/ticket.ts'
import type { Actor } from '../vulnerability/actor.ts'
import { STATUS_LABELS } from '../vulnerability/status.ts'
import type { Status } from '../vulnerability/status.ts'
import type { Pairing } from './situation.ts'

/** A line of Recent deliveries: `message | key=value key=value`. */
export interface Line {
  readonly level: 'INFO' | 'WARN' | 'ERROR'
  readonly message: string
  readonly details: Readonly<Record<string, string | number>>
}

/** A line of a vulnerability's timeline. */
export interface Entry {
  readonly actor: Actor
  readonly kind: 'status' | 'ticket' | 'note' | 'conflict'
  readonly message: string
  readonly details: Readonly<Record<string, string | number>>
}

/** What names a ticket in every line about it. */
export interface Named {
  readonly number: string
  readonly sysId: SysId
}

type Details = Line['details']

export function info(message: string, details: Details): Line {
  return { level: 'INFO', message, details }
}

export function warn(message: string, details: Details): Line {
  return { level: 'WARN', message, details }
}

export function failed(message: string, details: Details): Line {
  return { level: 'ERROR', message, details }
}

/** The details that every line about a ticket begins with. */
export function about(pairing: Pairing, { number, sysId }: Named): Details {
  return { number, sys_id: sysId, table: pairing.table }
}

/** `Changed status from Created to Identified` */
export function changedStatus(from: Status, to: Status): string {
  return `Changed status from ${STATUS_LABELS[from]} to ${STATUS_LABELS[to]}`
}

/** A state as the instance's people call it, with its value where the two differ. */
export function stateName(mapping: Mapping, state: string): string {
  const label = mapping.stateLabels[state]
  return label === undefined || label === state ? `"${state}"` : `${label} (${state})`
}

export function createdLine(pairing: Pairing, named: Named): Line {
  return info(`${pairing.tableLabel} created in ServiceNow`, about(pairing, named))
}

export function foundLine(pairing: Pairing, named: Named): Line {
  return info(
    `${pairing.tableLabel} found in ServiceNow: it had been made, although no answer told us so`,
    about(pairing, named),
  )
}

export function updatedLine(pairing: Pairing, named: Named, changed: readonly string[]): Line {
  const details = { ...about(pairing, named), changed: changed.join(',') }
  return info(`${pairing.tableLabel} updated in ServiceNow`, details)
}

export function noteLine(pairing: Pairing, named: Named): Line {
  return info('Work note added in ServiceNow', about(pairing, named))
}

export function takenOverLine(pairing: Pairing, named: Named, state: string, status: Status): Line {
  return info('Status taken over from ServiceNow', {
    ...about(pairing, named),
    state,
    status: STATUS_LABELS[status],
  })
}

export function unmappedStatusLine(pairing: Pairing, named: Named, status: Status): Line {
  const message = `Status ${STATUS_LABELS[status]} is not mapped: the ticket keeps its state`
  return info(message, about(pairing, named))
}

export function unmappedStateLine(pairing: Pairing, named: Named, state: string): Line {
  const message = `State ${stateName(pairing.mapping, state)} is not mapped: the status is kept`
  return info(message, { ...about(pairing, named), state })
}

export function goneLine(pairing: Pairing, named: Named): Line {
  return warn(
    'The ticket was deleted in ServiceNow; "Sync with defect tracker" makes a new one',
    about(pairing, named),
  )
}

export function backLine(pairing: Pairing, named: Named): Line {
  return info('The ticket is there again in ServiceNow, and is used on', about(pairing, named))
}

export function unreadableLine(pairing: Pairing, named: Named): Line {
  return warn(
    `ServiceNow shows neither the ticket nor any other of its table: check the rights of the integration's user`,
    about(pairing, named),
  )
}

export function foreignLine(pairing: Pairing, named: Named): Line {
  return failed(
    'The record no longer carries our correlation id, so nothing is written to it',
    about(pairing, named),
  )
}

export function copyLine(pairing: Pairing, named: Named, copy: Named): Line {
  return warn('Another record carries the correlation id of this ticket; it is left alone', {
    ...about(pairing, named),
    copy: copy.number,
    copy_sys_id: copy.sysId,
  })
}

/** Who lost when both sides moved, and by whose rule. */
export function conflictMessage(
  winner: Mapping['winner'],
  ours: Status,
  theirs: Status,
  number: string,
): string {
  const [won, lost] = winner === 'servicenow' ? [theirs, ours] : [ours, theirs]
  const where = winner === 'servicenow' ? `ServiceNow (${number})` : 'Lockstep'
  return `Both sides had moved: ${STATUS_LABELS[won]} of ${where} won over ${STATUS_LABELS[lost]}`
}

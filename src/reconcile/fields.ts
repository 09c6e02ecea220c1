import { CORRELATION_DISPLAY, correlationId } from '../connection/correlation.ts'
import type { Mapping } from '../connection/mapping.ts'
import type { Fields, Reading } from '../connection/ticket.ts'
import { actorName } from '../vulnerability/actor.ts'
import { mappedSeverity } from '../vulnerability/severity.ts'
import { describe } from './description.ts'
import type { Situation } from './situation.ts'
import { cut, fill, oneLine } from './text.ts'

/** Lengths of a task's own fields, for a table whose dictionary could not be read. */
const USUAL_LENGTHS: Readonly<Record<string, number>> = {
  short_description: 160,
  description: 4000,
}

/** Shown as blank in every answer, so that they can be neither compared nor found dropped. */
export const JOURNALS: readonly string[] = ['work_notes', 'comments', 'comments_and_work_notes']

/** The fields that are kept in step, with the values we want: compared with what was last sent. */
export function wishedFields(situation: Situation, mapping: Mapping): Fields {
  const { vulnerability } = situation
  const { impact, urgency, priority } = mapping.severities[mappedSeverity(vulnerability.severity)]
  return {
    short_description: shortDescription(situation, lengthOf(mapping, 'short_description')),
    description: describe(situation, lengthOf(mapping, 'description')),
    impact,
    urgency,
    // Where the instance computes priority, one that we send would only be overwritten.
    ...(mapping.priorityBy === 'direct' ? { priority } : {}),
  }
}

/** The priority that the form promised for the vulnerability's severity. */
export function promisedPriority(situation: Situation, mapping: Mapping): string {
  return mapping.severities[mappedSeverity(situation.vulnerability.severity)].priority
}

/** All fields of a POST. Extras of the pairing never replace what identifies or describes it. */
export function creationFields(situation: Situation, mapping: Mapping): Fields {
  const row = mapping.outbound.IDENTIFIED
  return {
    ...extraFields(situation, mapping, { ...mapping.creation, ...row.fields }),
    ...wishedFields(situation, mapping),
    state: row.state,
    correlation_id: wantedCorrelationId(situation),
    correlation_display: CORRELATION_DISPLAY,
  }
}

/** Extra fields of a status row or of the creation, with their placeholders filled. */
export function extraFields(situation: Situation, mapping: Mapping, extras: Fields): Fields {
  const { vulnerability, statusChange } = situation
  const values = {
    id: String(vulnerability.id),
    title: oneLine(vulnerability.title),
    reason: statusChange.reason,
    actor: actorName(statusChange.actor),
  }
  return Object.fromEntries(
    Object.entries(extras).map(([name, template]) => {
      return [name, cut(fill(template, values), lengthOf(mapping, name))]
    }),
  )
}

export function wantedCorrelationId({ installationId, vulnerability }: Situation): string {
  return correlationId(installationId, vulnerability.ticketKey)
}

/** Whether a record carries our key for this vulnerability; no other is ever written to. */
export function isOurs(situation: Situation, reading: Reading): boolean {
  return reading.fields['correlation_id'] === wantedCorrelationId(situation)
}

/** `[CONVISO] {Issue ID} - {Vulnerability Title}`, cut to the field's length. */
function shortDescription({ prefix, vulnerability }: Situation, length: number): string {
  return cut(oneLine(`${prefix} ${vulnerability.id} - ${oneLine(vulnerability.title)}`), length)
}

function lengthOf(mapping: Mapping, field: string): number {
  return mapping.lengths[field] ?? USUAL_LENGTHS[field] ?? Number.POSITIVE_INFINITY
}

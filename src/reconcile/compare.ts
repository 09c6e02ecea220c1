import type { Fields, Reading } from '../connection/ticket.ts'
import { about, warn } from './explain.ts'
import type { Line, Named } from './explain.ts'
import { JOURNALS } from './fields.ts'
import type { Pairing } from './situation.ts'
import { cutWithMark, isSame, oneLine } from './text.ts'

/**
 * A Warn line for every value that the answer to a write doesn't show. ServiceNow drops, cuts and
 * changes values without an error: nobody else would tell.
 */
export function comparisons(
  pairing: Pairing,
  named: Named,
  sent: Fields,
  before: Reading | null,
  answer: Reading,
): Line[] {
  return Object.entries(sent).flatMap(([field, value]) => {
    if (JOURNALS.includes(field)) return []
    const kept = valueOf(answer, field)
    if (isSame(value, kept)) return []
    const details = { ...about(pairing, named), field }
    const old = before === null ? '' : valueOf(before, field)
    if (kept === '' || isSame(kept, old)) {
      return [warn('ServiceNow did not take a field', { ...details, sent: brief(value) })]
    }
    if (value.startsWith(kept)) {
      const lengths = { sent_length: value.length, kept_length: kept.length }
      return [warn('ServiceNow cut a field', { ...details, ...lengths })]
    }
    return [
      warn('ServiceNow changed a field', { ...details, sent: brief(value), kept: brief(kept) }),
    ]
  })
}

/** A Warn line where the instance computed another priority than the form had promised. */
export function priorityPromise(
  pairing: Pairing,
  named: Named,
  sent: Fields,
  promised: string,
  answer: Reading,
): Line[] {
  const computed = answer.fields['priority'] ?? ''
  const isCarried = 'impact' in sent || 'urgency' in sent
  if (pairing.mapping.priorityBy === 'direct' || !isCarried) return []
  if (computed === '' || computed === promised) return []
  const { impact = '', urgency = '' } = answer.fields
  const details = { ...about(pairing, named), promised, computed, impact, urgency }
  return [warn('ServiceNow computed another priority than the mapping promised', details)]
}

function valueOf(reading: Reading, field: string): string {
  return field === 'state' ? reading.state : (reading.fields[field] ?? '')
}

/** A line of a log is no place for a whole description. */
function brief(value: string): string {
  return cutWithMark(oneLine(value), 80)
}

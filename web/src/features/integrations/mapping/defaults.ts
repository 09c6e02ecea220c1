import type { Choice, MappedStatus } from '../../../../../src/http/contract.ts'

/** Labels of states that usually mean a status, best first: instances name states as they like. */
const USUAL: Record<MappedStatus, readonly RegExp[]> = {
  IDENTIFIED: [/^new$/i, /^open$/i, /^draft$/i, /^assess$/i],
  IN_PROGRESS: [
    /^(work )?in progress$/i,
    /^fix in progress$/i,
    /^implement(ation|ing)?$/i,
    /^under investigation$/i,
    /progress/i,
  ],
  AWAITING_VALIDATION: [/^on hold$/i, /^pending$/i, /^(in )?review$/i, /^awaiting\b/i],
  RISK_ACCEPTED: [/^closed complete$/i, /^deferred$/i, /^risk accepted$/i],
  FALSE_POSITIVE: [/^closed incomplete$/i, /^cancell?ed$/i, /^false positive$/i],
  // What "fixed" should do to a ticket is the team's own rule: a work note unless they choose.
  FIX_ACCEPTED: [],
}

/** The state whose label usually means `status`, or an empty string: then a person chooses. */
export function usualState(states: readonly Choice[], status: MappedStatus): string {
  for (const label of USUAL[status]) {
    const found = states.find((state) => label.test(state.label.trim()))
    if (found !== undefined) return found.value
  }
  return ''
}

/**
 * Fields that ServiceNow's own data policies demand on a way into `state`. A head start for the
 * person, never a claim: the instance may ask for others, and says so in its own words.
 */
export function usuallyDemanded(table: string, state: string): Readonly<Record<string, string>> {
  const closes: Readonly<Record<string, readonly string[]>> = {
    incident: ['6', '7'],
    change_request: ['3'],
    problem: ['106', '107'],
  }
  if (closes[table]?.includes(state) !== true) return {}
  return table === 'problem'
    ? { resolution_code: '', close_notes: CLOSE_NOTES }
    : { close_code: '', close_notes: CLOSE_NOTES }
}

const CLOSE_NOTES = 'Closed from Lockstep by {actor}. {reason}'

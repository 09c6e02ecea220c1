import type { Mapping, OutboundRow } from '../../src/connection/mapping.ts'
import { aMapping } from '../../src/reconcile/situation.fixture.ts'

export function row(state: string, fields: Readonly<Record<string, string>> = {}): OutboundRow {
  return { state, fields, hops: [] }
}

/** States that the emulated incident table offers; the pure tests' mapping names others. */
export const INCIDENT: Mapping = {
  ...aMapping,
  outbound: {
    ...aMapping.outbound,
    RISK_ACCEPTED: row('6', {
      close_code: 'Solution provided',
      close_notes: '{reason} ({actor})',
    }),
    FALSE_POSITIVE: row('8'),
  },
  inbound: {
    '1': 'IDENTIFIED',
    '2': 'IN_PROGRESS',
    '3': 'AWAITING_VALIDATION',
    '6': 'RISK_ACCEPTED',
    '8': 'FALSE_POSITIVE',
    '7': 'ignore',
  },
  creation: {},
}

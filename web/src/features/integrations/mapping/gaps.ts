import { MAPPED_STATUSES } from '../../../../../src/http/contract.ts'
import type { MappingDraft } from './draft.ts'

/** What must be filled before it is worth asking the server. */
export function gapsOf(draft: MappingDraft): string[] {
  const gaps: string[] = []
  if (draft.outbound.IDENTIFIED.state === '') {
    gaps.push('The Identified status must be mapped.')
  }
  const hops = MAPPED_STATUSES.flatMap((status) => {
    const row = draft.outbound[status]
    return row.state === '' ? [] : row.hops
  })
  if (hops.some(({ state }) => state === '')) {
    gaps.push('An intermediate state is not chosen yet.')
  }
  const { riskAcceptedDays: days } = draft
  if (!Number.isInteger(days) || days < 1 || days > 3_650) {
    gaps.push('Days until a risk is looked at again must be between 1 and 3,650.')
  }
  return gaps
}

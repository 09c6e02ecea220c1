import type { Status } from '../../../../src/http/contract.ts'

/** Where work is going on. */
export const OPEN_STATUSES = [
  'IDENTIFIED',
  'IN_PROGRESS',
  'AWAITING_VALIDATION',
] as const satisfies readonly Status[]

/** As the list's filter has it in the URL. */
export const OPEN_STATUSES_TEXT = OPEN_STATUSES.join(',')

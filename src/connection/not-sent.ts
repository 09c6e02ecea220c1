import { STATUS_LABELS, type Status } from '../vulnerability/status.ts'

/** Why a vulnerability has no ticket in step with it. */
export const SENDING = ['none', 'sent', 'held', 'excluded', 'unsure', 'refused'] as const
export type Sending = (typeof SENDING)[number]

export const SENDING_LABELS: Record<Sending, string> = {
  none: 'Not to be sent',
  sent: 'Sent',
  held: 'Held: waiting for your answer',
  excluded: 'Excluded by policy',
  unsure: 'Waiting to be sure',
  refused: 'Refused by ServiceNow',
}

export const NOT_PAIRED = 'The asset is not paired with a ServiceNow project'

/** Somebody has judged it to be worth telling; of a Created or a Draft one nobody has yet. */
export function isSent(status: Status): boolean {
  return status !== 'CREATED' && status !== 'DRAFT'
}

/** Why one without a ticket gets none, as far as that hangs on nothing else; null: more decides. */
export function whyUnsent(status: Status, isPaired: boolean): string | null {
  if (!isSent(status)) return `${STATUS_LABELS[status]} vulnerabilities are not sent`
  return isPaired ? null : NOT_PAIRED
}

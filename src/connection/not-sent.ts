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

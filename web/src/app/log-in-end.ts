/** How soon a log-in ends, as far as people are told: 30, 7 and 1 days before. */
export type Urgency = 'none' | 'month' | 'week' | 'day'

const DAY_MS = 86_400_000

export function urgency(endsAt: string, now: number): Urgency {
  const days = (Date.parse(endsAt) - now) / DAY_MS
  if (days <= 1) return 'day'
  if (days <= 7) return 'week'
  return days <= 30 ? 'month' : 'none'
}

const WARN_BEFORE_MS = 30 * 86_400_000

/** From 30 days before a log-in ends a person is told. */
export function endsSoon(endsAt: string, now: number): boolean {
  return Date.parse(endsAt) - now <= WARN_BEFORE_MS
}

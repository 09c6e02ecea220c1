import type { Evidence } from './evidence.ts'

const AT_ONCE_MS = 3_000

/** Renewals of one expiry by two processes: one at a time is enough, and a rotating instance minds. */
export function refreshes({ tail, ledger }: Evidence): string[] {
  const meant = ledger.troubles.filter(({ kind }) => {
    return kind.startsWith('tokens') || kind.startsWith('kill') || kind.startsWith('restart')
  })
  const moments = [...meant.map(({ at }) => at), ...ledger.logIns]
  // Where the answer was lost on its way, the token in it is asked for once more.
  const isCut = (at: number) =>
    ledger.troubles.some(
      ({ kind, from, to }) => kind.startsWith('network') && from <= at && at <= to,
    )
  return tail.refreshes.flatMap((at, n) => {
    const next = tail.refreshes[n + 1]
    if (next === undefined || next - at > AT_ONCE_MS) return []
    const isMeant = moments.some((moment) => moment > at - AT_ONCE_MS && moment < next)
    const hasReason = moments.some((moment) => moment > at && moment < next)
    const isLogIn = ledger.logIns.some((moment) => Math.abs(moment - at) < 2 * AT_ONCE_MS)
    return hasReason || isLogIn || !isMeant || isCut(at)
      ? []
      : [`one expiry was renewed twice at ${time(at)}`]
  })
}

function time(at: number): string {
  return new Date(at).toISOString()
}

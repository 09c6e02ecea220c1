import { useLocation } from '@tanstack/react-router'

declare module '@tanstack/history' {
  interface HistoryState {
    /** The cursors of the pages before this one; the first page's is empty. */
    trail?: readonly string[]
  }
}

interface Input {
  readonly cursor: string | undefined
  readonly size: number
  readonly page:
    | { items: readonly unknown[]; next: string | null; total: number; totalIsExact?: boolean }
    | undefined
  readonly go: (cursor: string | undefined, trail: readonly string[]) => void
}

/**
 * Back and forth over cursors, which only lead forward: the way here is kept in the history's
 * entry, so that it survives a reload. A link shared from the middle goes back to the start.
 */
export function useCursorPages({ cursor, size, page, go }: Input) {
  const trail = useLocation({ select: ({ state }) => state.trail }) ?? []
  const next = page?.next ?? null
  const back = trail.at(-1) ?? ''
  return {
    summary: page
      ? summary(page, cursor === undefined ? 0 : trail.length, size, trail.length > 0)
      : ' ',
    onPrevious:
      cursor === undefined ? null : () => go(back === '' ? undefined : back, trail.slice(0, -1)),
    onNext: next === null ? null : () => go(next, [...trail, cursor ?? '']),
  }
}

const NUMBER = new Intl.NumberFormat('en')

function summary(page: NonNullable<Input['page']>, before: number, size: number, known: boolean) {
  const total = `${NUMBER.format(page.total)}${page.totalIsExact === false ? '+' : ''}`
  if (before === 0 && known === false && page.next === null) return `${total} in all`
  const first = before * size + 1
  return `${NUMBER.format(first)}–${NUMBER.format(first + page.items.length - 1)} of ${total}`
}

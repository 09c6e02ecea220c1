export interface Progress {
  /** What is going on now. */
  say(words: string): void
  /** Leaves the line clean for what comes next. */
  end(): void
}

export interface Terminal {
  readonly isTerminal: boolean
  write(text: string): void
}

/** A log is read afterwards: there a line now and then tells enough. */
const LOG_EVERY_MS = 10_000
const DRAW_EVERY_MS = 100
const CLEAR_LINE = '\r\u001b[K'

/** One line that is written over on a terminal; single lines, seldom, in the log of a build. */
export function progress(to: Terminal, now: () => number): Progress {
  const every = to.isTerminal ? DRAW_EVERY_MS : LOG_EVERY_MS
  let saidAt = Number.NEGATIVE_INFINITY
  let said = ''
  return {
    say(words) {
      if (words === said || now() - saidAt < every) return
      said = words
      saidAt = now()
      to.write(to.isTerminal ? `${CLEAR_LINE}${words}` : `${words}\n`)
    },
    end() {
      if (to.isTerminal && said !== '') to.write(CLEAR_LINE)
    },
  }
}

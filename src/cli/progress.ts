export interface Progress {
  /** What is going on now, and how much of it is done (0 to 1) where that is known. */
  say(words: string, done?: number): void
  /** Leaves the line clean for what comes next. */
  end(): void
}

export interface Terminal {
  readonly isTerminal: boolean
  /** How wide it is: a longer line would stay on the screen. */
  readonly columns: number
  write(text: string): void
}

/** A log is read afterwards: there a line now and then tells enough. */
const LOG_EVERY_MS = 10_000
const DRAW_EVERY_MS = 100
const CLEAR_LINE = '\r\u001b[K'
const BAR = 24

/** A bar that is written over on a terminal; single lines, seldom, in the log of a build. */
export function progress(to: Terminal, now: () => number): Progress {
  const every = to.isTerminal ? DRAW_EVERY_MS : LOG_EVERY_MS
  let saidAt = Number.NEGATIVE_INFINITY
  let said = ''
  return {
    say(words, done) {
      if (words === said || now() - saidAt < every) return
      said = words
      saidAt = now()
      if (!to.isTerminal) to.write(`${words}\n`)
      else to.write(CLEAR_LINE + `${bar(done)}${words}`.slice(0, Math.max(0, to.columns - 1)))
    },
    end() {
      if (to.isTerminal && said !== '') to.write(CLEAR_LINE)
    },
  }
}

/** Plain characters: a terminal of a build machine may know no others. */
function bar(done: number | undefined): string {
  if (done === undefined) return ''
  const full = Math.round(Math.min(1, Math.max(0, done)) * BAR)
  return `[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] `
}

/** POSTs on their way inside the instance: it commits them although nobody waits any more. */
export function lateCommits() {
  const pending: { at: number; commit: () => unknown }[] = []
  return {
    isEmpty: () => pending.length === 0,
    add(at: Date, commit: () => unknown): void {
      pending.push({ at: at.getTime(), commit })
    },
    /** Commits all that is due at `now`. */
    pass(now: Date): void {
      const due = pending.filter(({ at }) => at <= now.getTime())
      for (const late of due) {
        pending.splice(pending.indexOf(late), 1)
        tolerate(late.commit)
      }
    },
  }
}

export function tolerate(commit: () => unknown): void {
  try {
    commit()
  } catch {
    // The instance refuses it, or has it already: nobody is there to hear.
  }
}

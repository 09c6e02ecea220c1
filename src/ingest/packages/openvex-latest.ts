import { textOf, type Loose } from '../loose.ts'

/** Past these a statement counts whatever later ones say. */
const MAX_SUBJECTS = 500_000

interface Said {
  /** The time of the latest that has one of its own. */
  at: number
  /** Another has only that of the document. */
  inherits: boolean
}

/**
 * Statements of one document follow one another: what was under investigation is affected, then
 * fixed. The latest about a vulnerability in a part of a product counts.
 */
export class LatestStatements {
  documentTime: unknown
  readonly #bySubject = new Map<string, Said>()

  learn(statement: Loose, subjects: readonly string[]): void {
    const at = timeOf(statement['timestamp'])
    for (const subject of subjects) {
      const known = this.#bySubject.get(subject)
      if (known === undefined && this.#bySubject.size >= MAX_SUBJECTS) return
      const said = known ?? { at: -Infinity, inherits: false }
      if (at === null) said.inherits = true
      else said.at = Math.max(said.at, at)
      this.#bySubject.set(subject, said)
    }
  }

  /** Of two at the same time neither overrides the other. */
  isOverridden(statement: Loose, subject: string): boolean {
    const said = this.#bySubject.get(subject)
    if (said === undefined) return false
    const inherited = timeOf(this.documentTime) ?? -Infinity
    const latest = Math.max(said.at, said.inherits ? inherited : -Infinity)
    return (timeOf(statement['timestamp']) ?? inherited) < latest
  }
}

function timeOf(value: unknown): number | null {
  const time = Date.parse(textOf(value, 60))
  return Number.isNaN(time) ? null : time
}

import type { Row } from './row.ts'

/** One file of `bench/`: what it measures, in a line, and how. */
export interface Bench {
  readonly about: string
  readonly run: (context: Context) => Promise<Row[]>
}

export interface Context {
  /** How often each thing is measured; the median counts. */
  readonly rounds: number
  /** A size that the issue names, or a part of it where the caller wants an answer sooner. */
  readonly size: (full: number) => number
  /** Tells what goes on; never on stdout, whose last line may be read by a program. */
  readonly say: (text: string) => void
  /** A folder for CPU profiles of Lockstep's processes; null: none are made. */
  readonly profiles: string | null
}

import type { Finding } from '../vulnerability/finding.ts'

/** A report that can be read from its start as often as its reader needs. */
export interface Source {
  readonly size: number
  /** Raw: also where it is not UTF-8. What a chunk holds is gone when the next one is asked for. */
  chunks(raw?: 'raw'): AsyncIterable<Uint8Array>
}

/** What a reader says of one result. What it can't use is counted and named, never dropped. */
export type Item = FoundItem | SkippedItem

export interface SkippedItem {
  readonly kind: 'skipped'
  readonly reason: string
  /** May have been a finding: a report with gaps can't tell what is no longer there. */
  readonly gap?: true
  /** What the report itself says is there no more (VEX `fixed`): it makes nothing, but may close. */
  readonly gone?: Finding
  /** It is a scan that says so: less than the word of somebody who knows the product. */
  readonly byScan?: true
}

export interface FoundItem {
  readonly kind: 'found'
  /** Its fingerprint names the spot; several results can share one: line and column tell them apart. */
  readonly finding: Finding
  readonly line: number
  readonly column: number
}

export interface Report {
  readonly tool: string
  /** What findings call their tools, where a report is of several: also those that found nothing. */
  readonly tools?: readonly string[]
  readonly format: string
  /** How many results there are, for the progress shown. */
  readonly expected: number
  /** The tool's word that its scan went wrong: such a report can't tell what is no longer there. */
  readonly failure?: string
  items(): AsyncIterable<readonly Item[]>
}

/** What a file shows of itself before it is read: its format is known by this alone. */
export interface Shape {
  /** JSON Lines show as the object in their first line. */
  readonly kind: 'object' | 'list' | 'value' | 'xml'
  /**
   * Keys as paths, three levels deep: `findings.*.title`, `*.RuleID` for elements of lists. Of XML
   * the name of the root element.
   */
  readonly keys: ReadonlySet<string>
}

/** One format of reports: the table in formats.ts has one line for each. */
export interface ReportFormat {
  readonly name: string
  recognises(shape: Shape): boolean
  open(source: Source): Promise<Report>
}

/** Where in a file something is wrong. */
export interface Where {
  /** Counted in bytes from 0. */
  readonly offset?: number
  readonly path?: string
  /** Counted from 1. */
  readonly line?: number
}

/** The file is wrong, not the program: the message is for the person who sent it. */
export class ReportError extends Error {
  readonly problem: string
  readonly advice: string
  readonly where: Where

  constructor(problem: string, advice: string, where: Where = {}, options?: ErrorOptions) {
    super(`${problem}${place(where)}. ${advice}`, options)
    this.name = 'ReportError'
    this.problem = problem
    this.advice = advice
    this.where = where
  }
}

function place({ path, offset, line }: Where): string {
  const parts = [
    path === undefined ? '' : `at ${path === '' ? 'the top level' : path}`,
    offset === undefined ? '' : `byte ${offset}`,
    line === undefined ? '' : `line ${line}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

import type { VulnerabilityType } from '../vulnerability/evidence.ts'
import type { Severity } from '../vulnerability/severity.ts'

/** What every tool says of a problem, wherever it found it. */
export interface Problem {
  readonly tool: string
  readonly rule: string
  readonly title: string
  readonly description: string
  readonly solution?: string
  readonly reference?: string
  readonly category?: string
  readonly type?: VulnerabilityType
  readonly severity: Severity
  /** What stays the same in the next scan, where the place alone isn't enough. */
  readonly mark?: string
  readonly toolId?: string
  readonly suppressed?: boolean
}

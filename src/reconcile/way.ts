import type { CallOptions } from '../servicenow/caller.ts'
import type { ServiceNowError } from '../servicenow/errors.ts'
import type { Tables } from '../servicenow/table.ts'

/** How an instance is spoken to in one look. */
export interface Way {
  readonly tables: Tables
  readonly options: CallOptions & { readonly timeoutMs: number }
  /** The answer is there, and what is left to do is ours. */
  readonly onAnswered?: () => void
}

/** The instance's own words, which people read; our message where it gave none. */
export function wordsOf(error: ServiceNowError): string {
  const words = [error.instanceMessage, error.detail].filter((word) => word !== null && word !== '')
  return words.length === 0 ? error.message : words.join(': ')
}

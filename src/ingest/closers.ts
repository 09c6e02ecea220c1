/** What an import has heard of each tool that its files are of. */
export interface Heard {
  /** How many findings each tool reported; 0 for one that reported none. */
  readonly found: ReadonlyMap<string, number>
  /** Results that may have been findings and could not be read. */
  readonly gaps: number
  /** A tool's own words that its scan went wrong. */
  readonly failure: string | null
}

export interface Closers {
  /** The tools that may close what they no longer find. */
  readonly tools: readonly string[]
  /** Why some close nothing; null: all may, or none was asked to. */
  readonly because: string | null
}

/**
 * A scan that broke off, was not understood or found nothing at all looks just like one after
 * everything was fixed: it closes nothing, unless told that it is as it should be.
 */
export function closersOf(heard: Heard, isStatement: boolean, allowEmpty: boolean): Closers {
  if (!isStatement) return { tools: [], because: null }
  const all = [...heard.found.keys()].toSorted()
  if (allowEmpty) return { tools: all, because: null }
  if (heard.failure !== null) return { tools: [], because: heard.failure }
  if (heard.gaps > 0) {
    const results = heard.gaps === 1 ? 'one result' : `${heard.gaps} results`
    return { tools: [], because: `${results} could not be read, and may be what is missing` }
  }
  const empty = all.filter((tool) => heard.found.get(tool) === 0)
  const tools = all.filter((tool) => heard.found.get(tool) !== 0)
  if (tools.length === 0) return { tools, because: 'the report holds no finding' }
  const because = empty.length === 0 ? null : `the report holds no finding of ${empty.join(', ')}`
  return { tools, because }
}

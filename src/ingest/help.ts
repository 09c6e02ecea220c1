export interface Help {
  readonly description: string
  readonly solution: string
  readonly reference: string
  /** It has no headings, and stands as advice without being known to be any. */
  readonly isWhole: boolean
}

type Part = 'description' | 'solution' | 'reference'

const HEADING = /^(?:#{1,6} (.+?) ?#*|<b>(.+?)<\/b>:?|\*\*(.+?)\*\*:?)$/
/** A longer line is none, and would cost time. */
const MAX_HEADING = 200
const SOLUTION =
  /^(recommendations?|remediation|how to fix.*|fix(es)?|solutions?|mitigations?|resolution|prevention)\b/i
const REFERENCE = /^(references?|see also|links?|further reading|resources?|more information)\b/i
const EXAMPLE = /^(examples?|noncompliant.*|compliant.*)\b/i

/**
 * A rule's help, taken apart by its headings: what it is, what to do, where to read on. A help
 * without headings is what to do, which is what most such texts say.
 */
export function readHelp(help: string): Help {
  const parts: Record<Part, string[]> = { description: [], solution: [], reference: [] }
  let part: Part = 'description'
  let hasHeadings = false
  for (const line of help.split('\n')) {
    const match = line.length > MAX_HEADING ? null : HEADING.exec(line.trim().replace(/\s+/g, ' '))
    if (match === null) {
      parts[part].push(line)
      continue
    }
    const heading = (match[1] ?? match[2] ?? match[3] ?? '').replace(/:$/, '')
    const next = partOf(heading, part)
    hasHeadings ||= next !== 'description'
    if (next === part && EXAMPLE.test(heading)) parts[part].push(heading)
    part = next
  }
  const text = (lines: readonly string[]) => lines.join('\n').trim()
  const whole = {
    description: text(parts.description),
    solution: text(parts.solution),
    reference: text(parts.reference),
    isWhole: false,
  }
  if (hasHeadings || isFacts(help)) return whole
  if (/^https?:\/\/\S+$/.test(help.trim()))
    return { ...whole, description: '', reference: help.trim() }
  return { description: '', solution: whole.description, reference: '', isWhole: true }
}

function partOf(heading: string, part: Part): Part {
  if (SOLUTION.test(heading)) return 'solution'
  if (REFERENCE.test(heading)) return 'reference'
  // An example belongs to what stands above it.
  return EXAMPLE.test(heading) ? part : 'description'
}

/** Lists of facts (`Severity: HIGH`, `Package: x`) are no advice. */
function isFacts(help: string): boolean {
  return /^\W*(vulnerability|severity|package|misconfiguration|secret)\b.*$/im.test(
    help.split('\n', 1)[0] ?? '',
  )
}

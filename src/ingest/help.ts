export interface Help {
  readonly description: string
  readonly solution: string
  readonly reference: string
  /** It has no headings, and stands as advice without being known to be any. */
  readonly isWhole: boolean
  /** Such a help below one heading, which is the title of a page. */
  readonly isPage: boolean
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
 * without headings is what to do, which is what most such texts say. `plain` is the same in plain
 * words: zizmor's Markdown adds but the name of the rule and where to read on, DevSkim's is nothing
 * else.
 */
export function readHelp(help: string, plain = ''): Help {
  const pointer = plain === '' || plain === help ? '' : onlyLink(help.replace(plain, ''))
  if (pointer !== '') return { ...readHelp(plain), reference: pointer }
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
    isPage: false,
  }
  if (hasHeadings || isFacts(help)) return whole
  const reference = onlyLink(help)
  if (reference !== '') return { ...whole, description: '', reference }
  const isPage = help.startsWith('# ')
  return { description: '', solution: whole.description, reference: '', isWhole: true, isPage }
}

/** A help that says what is wrong, where nothing else does. */
export function asDescription(help: Help): Help {
  return { ...help, description: help.solution, solution: '', isWhole: false }
}

const LINKS = /\[([^\][]{0,200})\]\((https?:[^)\s]{1,500})\)|<?(https?:[^\s>]{1,500})>?/g
const POINTING =
  /^(?:(?:more|further|additional|this|issue|rule|info|information|details|guidance|docs?|documentation|see|also|read|visit|learn|for|at|on|the|here|and)\b\W*)*$/i

/** The address in a help that only points there: `[More info](https://…)`; empty if it says more. */
function onlyLink(help: string): string {
  if (help.length > 1000) return ''
  const [link] = help.matchAll(LINKS)
  const named = help.replace(LINKS, (_, name = '') => (/^https?:/.test(name) ? '' : name))
  const rest = named.replace(/`[^`\n]{0,100}`/g, '')
  return POINTING.test(rest.replace(/^\W+/, '')) ? (link?.[2] ?? link?.[3] ?? '') : ''
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

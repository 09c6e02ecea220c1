import { asDescription, readHelp, type Help } from '../help.ts'
import { cut, listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { cweIn, cweOfField } from '../cwe.ts'
import { withoutBlocks, withoutTags } from '../plain-text.ts'

/** What a run says of one rule, in the form results need it. */
export interface Rule {
  readonly id: string
  readonly title: string
  /** The title as a vulnerability's: made once, not for each result. Empty where it has none. */
  readonly short: string
  readonly description: string
  readonly solution: string
  /** The solution is a help without headings: of a package's advisory it tells what is wrong. */
  readonly isHelp: boolean
  readonly reference: string
  /** The beginning of the help in plain words: some scanners put package and fix there. */
  readonly help: string
  /** Other names of the rule. */
  readonly aliases: readonly string[]
  readonly level: string
  readonly tags: readonly string[]
  readonly cwe: string
  /** The package that it is about, where it is one: a package URL. */
  readonly purl: string
  readonly patched: string
  /** Where several packages have the same flaw, the versions without it, by package. */
  readonly fixes: ReadonlyMap<string, string>
  readonly properties: Loose
  readonly messages: ReadonlyMap<string, string>
}

/** `room` is how long each text may be: many rules with long texts must not fill the memory. */
export function readRule(value: unknown, room: number): Rule {
  const rule = objectOf(value)
  // Fortify's have nothing else.
  const id = textOf(rule['id'], 500) || textOf(rule['guid'], 100)
  const properties = objectOf(rule['properties'])
  const full = withoutTags(messageText(rule['fullDescription'], room))
  const short = messageText(rule['shortDescription'], room)
  const help = readHelp(helpText(rule['help'], room), textOf(objectOf(rule['help'])['text'], room))
  // Sobelow's are but the title again.
  const own = full === short ? '' : full
  const sections = tellsWhatIsWrong(help, own) ? asDescription(help) : help
  const description = withoutBlocks(sections.description)
  const solution = withoutBlocks(sections.solution)
  const tags = listOf(properties['tags']).map((tag) => textOf(tag, 200))
  const title = titleOf(rule, id)
  return {
    id,
    title,
    short: shortTitle(title),
    description: description !== '' && description.startsWith(own) ? description : full,
    // Ruff says the same in two of them.
    solution: (sections.isWhole && solution === short ? '' : solution) || adviceIn(properties),
    isHelp: sections.isWhole && solution !== '',
    reference: joined(
      textOf(rule['helpUri'], 2000),
      sections.reference,
      ...[properties['references']]
        .flat()
        .slice(0, 10)
        .map((address) => textOf(address, 1000)),
    ),
    help: messageText(rule['help'], 2000),
    aliases: listOf(rule['deprecatedIds'])
      .slice(0, 20)
      .map((alias) => textOf(alias, 100)),
    level: textOf(objectOf(rule['defaultConfiguration'])['level'], 20),
    tags,
    cwe: cweOfRule(rule, properties, tags),
    purl: onlyOne(properties['purls'] ?? properties['purl']),
    patched: patchedIn(properties),
    fixes: fixesIn(helpText(rule['help'], room)),
    properties: kept(properties),
    messages: messageStrings(rule['messageStrings'], room),
  }
}

/** ZAP's. */
function adviceIn({ solution }: Loose): string {
  return textOf(objectOf(solution)['text']) || textOf(solution)
}

/** Psalm's only text is a page of documentation; Checkmarx begins with what it has said, or repeats it. */
function tellsWhatIsWrong(help: Help, full: string): boolean {
  return full === '' ? help.isPage : help.isWhole && help.solution.startsWith(full)
}

const NO_RULE = readRule({}, 0)

/** A rule that results name but the report doesn't describe. */
export function unknownRule(id: string): Rule {
  return { ...NO_RULE, id }
}

export function messageStrings(value: unknown, room: number): Map<string, string> {
  const strings = Object.entries(objectOf(value)).slice(0, 200)
  return new Map(strings.map(([id, message]) => [id, messageText(message, room)]))
}

function messageText(value: unknown, room: number): string {
  const message = objectOf(value)
  return textOf(message['text'], room) || textOf(message['markdown'], room)
}

/** Markdown has the headings by which a help is taken apart; JFrog's is but a table of numbers. */
function helpText(value: unknown, room: number): string {
  const help = objectOf(value)
  const markdown = textOf(help['markdown'], room)
  const text = textOf(help['text'], room)
  return markdown.startsWith('|') ? text || markdown : markdown || text
}

function titleOf(rule: Loose, id: string): string {
  const short = messageText(rule['shortDescription'], 500)
  if (short !== '' && !`/${id}`.endsWith(`/${short}`) && !isNoTitle(short)) return short
  // Brakeman puts the class that checks before it.
  const name = textOf(rule['name'], 500).replace(id.startsWith('BRAKE') ? /^\w{1,100}\// : '', '')
  // PVS-Studio's.
  const isId = name.toLowerCase() === `rule ${id}`.toLowerCase()
  return name.includes(' ') && !isId && !isNoTitle(name) ? name : ''
}

function isNoTitle(text: string): boolean {
  return NO_WORDS.test(text) || PLACEHOLDER.test(text) || IDENTIFIER.test(text) || isPattern(text)
}

/** In one line, without a full stop. */
export function shortTitle(title: string): string {
  const line = title.replace(/\s+/g, ' ')
  return line.length > 300 ? `${cut(line, 299)}…` : line.replace(/(?<!\.)\.$/, '')
}

const NO_WORDS = /^(?:semgrep finding:|secretlint rule\()/i
/** Of ruff and FindBugs: `in {library}`, `in {1}`; the message has them filled. */
const PLACEHOLDER = /\{\w{1,50}\}/
/** The name of a class is no title where the message has words. */
const IDENTIFIER = /^[A-Z]?[a-z0-9]{1,100}(?:[A-Z][a-z0-9]{1,100}){1,20}$/

/** Gitleaks had the regular expression of a rule for its description. */
function isPattern(text: string): boolean {
  return /\(\?[a-z:-]+\)|\][+*{]|\\[.wds'"]/.test(text)
}

function cweOfRule(rule: Loose, properties: Loose, tags: readonly string[]): string {
  const own = cweOfField(properties['cwe'])
  if (own !== '') return own
  for (const tag of tags) {
    const found = cweIn(tag)
    if (found !== '') return found
  }
  for (const relationship of listOf(rule['relationships'])) {
    const found = cweOfReference(objectOf(relationship)['target'])
    if (found !== '') return found
  }
  return cweIn(textOf(rule['helpUri'], 200)) || cweIn(messageText(rule['shortDescription'], 500))
}

/** A reference into a taxonomy: `CWE-79`, or `79` where the taxonomy is named CWE. */
export function cweOfReference(value: unknown): string {
  const reference = objectOf(value)
  const id = textOf(reference['id'], 50)
  const taxonomy = textOf(objectOf(reference['toolComponent'])['name'], 50)
  return cweIn(id) || (/^cwe$/i.test(taxonomy) ? cweOfField(id) : '')
}

/** Docker Scout lists every package that an advisory is in. */
function onlyOne(value: unknown): string {
  const list = listOf(value)
  return textOf(list.length === 1 ? list[0] : value, 500)
}

function patchedIn(properties: Loose): string {
  const version = textOf(properties['fixed_version'], 100)
  return /^not fixed$/i.test(version) ? '' : version
}

/** OSV-Scanner's table of them, whose rows begin with the advisory. */
function fixesIn(help: string): Map<string, string> {
  const table = help.split('| Vulnerability ID | Package Name | Fixed Version |', 2)[1] ?? ''
  const fixes = new Map<string, string>()
  for (const row of table.split('\n', 100)) {
    const [, , name = '', version = ''] = row.split('|', 4).map((cell) => cell.trim())
    if (/^\d/.test(version)) fixes.set(name, version)
  }
  return fixes
}

/** Only the properties that severity and package are read from. */
function kept(properties: Loose): Loose {
  const names = Object.keys(properties).filter((name) =>
    /severity|cvss|precision|priority|ruleset/i.test(name),
  )
  return Object.fromEntries(
    names.slice(0, 20).map((name) => [name, scalar(properties[name])] as const),
  )
}

function scalar(value: unknown): unknown {
  return typeof value === 'number' ? value : textOf(value, 200)
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part, i) => part !== '' && parts.indexOf(part) === i).join('\n')
}

import { countOf, isObject, listOf, objectOf, textOf, type Loose } from '../loose.ts'
import type { PathChoice } from '../json-paths.ts'
import type { Taken } from '../json-walk.ts'
import { readBases, type Places } from './location.ts'
import { messageStrings, readRule, unknownRule, type Rule } from './rule.ts'

/** What is read of a run before its results, wherever in the file it stands. */
export const RUN_PATHS: PathChoice = {
  take: [
    'version',
    'runs.*.tool.driver.name',
    'runs.*.tool.driver.guid',
    'runs.*.tool.extensions.*.name',
    'runs.*.tool.extensions.*.guid',
    'runs.*.tool.driver.globalMessageStrings',
    'runs.*.tool.driver.rules.*',
    'runs.*.tool.extensions.*.rules.*',
    'runs.*.taxonomies.*.taxa.*',
    'runs.*.originalUriBaseIds',
    'runs.*.artifacts.*',
    'runs.*.invocations.*.executionSuccessful',
    'runs.*.externalPropertyFileReferences.results',
  ],
  count: [
    'runs.*',
    'runs.*.results.*',
    'runs.*.tool.driver.rules.*',
    'runs.*.tool.extensions.*.rules.*',
    'inlineExternalProperties.*.results.*',
  ],
  expect: { runs: 'list', 'runs.*': 'object', 'runs.*.results': 'list' },
}

/** Past this much text of rules, descriptions are cut short: memory stays bounded. */
const ROOM = 32 * 1024 * 1024
const FULL_LENGTH = 20_000
const CUT_LENGTH = 300

export class Run {
  tool = ''
  hasFailed = false
  /** Its results lie in files of their own, which nobody has sent. */
  isElsewhere = false
  places: Places = { bases: new Map(), folders: new Map(), artifacts: [], paths: new Map() }
  messages: ReadonlyMap<string, string> = new Map()
  readonly #artifacts: (Loose | undefined)[] = []
  readonly #rules: (Rule | undefined)[] = []
  readonly #extensionRules: (Rule | undefined)[][] = []
  /** Names and guids of extensions, and where each stands; null: it is the tool itself. */
  readonly #components = new Map<string, number | null>([['', null]])
  readonly #byId = new Map<string, Rule>()
  readonly #taxa: (string | undefined)[][] = []
  #used = 0

  learn({ pattern, indexes, value }: Taken): void {
    const [, first = 0, second = 0] = indexes
    switch (pattern) {
      case 'runs.*.tool.driver.name':
        this.tool = textOf(value, 200)
        this.#components.set(this.tool, null)
        break
      case 'runs.*.tool.driver.guid':
        this.#components.set(textOf(value, 200), null)
        break
      case 'runs.*.tool.extensions.*.name':
      case 'runs.*.tool.extensions.*.guid':
        if (!this.#components.has(textOf(value, 200))) {
          this.#components.set(textOf(value, 200), first)
        }
        break
      case 'runs.*.tool.driver.globalMessageStrings':
        this.messages = messageStrings(value, FULL_LENGTH)
        break
      case 'runs.*.tool.driver.rules.*':
        this.#rules[first] = this.#rule(value)
        break
      case 'runs.*.tool.extensions.*.rules.*':
        ;(this.#extensionRules[first] ??= [])[second] = this.#rule(value)
        break
      case 'runs.*.taxonomies.*.taxa.*':
        ;(this.#taxa[first] ??= [])[second] = textOf(objectOf(value)['id'], 50)
        break
      case 'runs.*.originalUriBaseIds':
        this.places = { ...this.places, ...readBases(value), paths: new Map() }
        break
      case 'runs.*.invocations.*.executionSuccessful':
        this.hasFailed ||= value === false
        break
      case 'runs.*.externalPropertyFileReferences.results':
        this.isElsewhere ||= listOf(value).length > 0 || isObject(value)
        break
      case 'runs.*.artifacts.*':
        this.#artifacts[first] = placeOf(objectOf(objectOf(value)['location']))
        this.places = { ...this.places, artifacts: this.#artifacts }
        break
      default:
        break
    }
  }

  /**
   * By id where it fits; a number that leads to another rule's id is not believed. `component` says
   * whose rule it is: by number, guid or name.
   */
  ruleOf(id: string, index: number | null, component: Loose): Rule {
    const byIndex = index === null ? undefined : this.#rulesOf(component)[index]
    if (byIndex !== undefined && (id === '' || belongs(id, byIndex.id))) return byIndex
    return this.#byId.get(id) ?? this.#byId.get(parent(id)) ?? unknownRule(id)
  }

  taxonOf(taxonomy: number | null, index: number | null): string {
    return taxonomy === null || index === null ? '' : (this.#taxa[taxonomy]?.[index] ?? '')
  }

  #rulesOf(component: Loose): readonly (Rule | undefined)[] {
    const name = textOf(component['guid'], 200) || textOf(component['name'], 200)
    const at = countOf(component['index']) ?? this.#components.get(name)
    if (at === undefined) return []
    return at === null ? this.#rules : (this.#extensionRules[at] ?? [])
  }

  #rule(value: unknown): Rule {
    const rule = readRule(value, this.#used > ROOM ? CUT_LENGTH : FULL_LENGTH)
    this.#used += rule.description.length + rule.help.length + rule.solution.length
    const known = this.#byId.get(rule.id)
    if (known !== undefined) this.#byId.set(rule.id, inCommon(known, rule))
    else if (rule.id !== '') this.#byId.set(rule.id, rule)
    return rule
  }
}

/** Contrast describes a rule anew for each result: by its id it has no words of its own. */
function inCommon(known: Rule, rule: Rule): Rule {
  return known.title === rule.title ? known : { ...known, title: '', short: '', description: '' }
}

function placeOf({ uri, uriBaseId }: Loose): Loose {
  return { uri: textOf(uri, 4000), uriBaseId: textOf(uriBaseId, 200) }
}

/** `CA1000/1` is a variant of the rule `CA1000`. */
function belongs(id: string, ruleId: string): boolean {
  return id === ruleId || id.startsWith(`${ruleId}/`)
}

function parent(id: string): string {
  return id.slice(0, Math.max(id.lastIndexOf('/'), 0))
}

import { decoded, listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { readPurl } from '../purl.ts'

export interface Component {
  readonly name: string
  readonly purl: string
  readonly version: string
  readonly isContainer: boolean
  /** Nothing is known of it but how it is referred to. */
  readonly isGuess: boolean
}

/** Past these a component is known only by what its reference says. */
const MAX_COMPONENTS = 500_000
const MAX_NESTING = 50

/** The components of a document by the names under which vulnerabilities refer to them. */
export class Components {
  readonly #byRef = new Map<string, Component>()
  hasContainer = false
  /** Also of those that nothing can refer to. */
  hasAny = false

  learn(value: unknown, nesting = 0): void {
    const component = objectOf(value)
    const purl = textOf(component['purl'], 1000)
    const isContainer = component['type'] === 'container'
    this.hasContainer ||= isContainer
    this.hasAny = true
    const ref = textOf(component['bom-ref'], 1000) || purl
    if (ref !== '' && this.#byRef.size < MAX_COMPONENTS) {
      const version = textOf(component['version'], 300)
      this.#byRef.set(ref, { name: nameOf(component), purl, version, isContainer, isGuess: false })
    }
    if (nesting > MAX_NESTING) return
    for (const inner of listOf(component['components'])) this.learn(inner, nesting + 1)
  }

  /** Many references are package URLs, or end in one: `urn:cdx:serial/1#pkg:npm%2Fa@1`. */
  find(ref: string): Component {
    const local = decoded(ref.startsWith('urn:cdx:') ? (ref.split('#')[1] ?? ref) : ref)
    const known = this.#byRef.get(ref) ?? this.#byRef.get(local)
    if (known !== undefined) return known
    const purl = readPurl(local)
    const guess = { version: purl?.version ?? '', isContainer: false, isGuess: true }
    return purl === null ? { name: local, purl: '', ...guess } : { name: '', purl: local, ...guess }
  }
}

function nameOf(component: Loose): string {
  const group = textOf(component['group'], 200)
  const name = textOf(component['name'], 300)
  return group === '' ? name : `${group}/${name}`
}

import { listOf, objectOf, textOf, type Loose } from '../loose.ts'

export interface Product {
  readonly name: string
  readonly purl: string
}

const MAX_PRODUCTS = 500_000
const MAX_NESTING = 50

/** The products of a document by the ids under which statuses refer to them. */
export class Products {
  readonly #byId = new Map<string, Product>()
  /** A product as a part of another: by its own id, the id of the part. */
  readonly #parts = new Map<string, string>()
  readonly #groups = new Map<string, ReadonlySet<unknown>>()

  /** A branch of the tree, with all that grows from it. */
  learnBranch(value: unknown, nesting = 0): void {
    const branch = objectOf(value)
    this.learnName(branch['product'])
    if (nesting > MAX_NESTING) return
    for (const inner of listOf(branch['branches'])) this.learnBranch(inner, nesting + 1)
  }

  learnName(value: unknown): void {
    const product = objectOf(value)
    const id = textOf(product['product_id'], 1000)
    if (id === '' || this.#byId.size >= MAX_PRODUCTS) return
    const purl = purlOf(objectOf(product['product_identification_helper']))
    this.#byId.set(id, { name: textOf(product['name'], 300), purl })
  }

  learnRelationship(value: unknown): void {
    const { full_product_name: whole, product_reference: part } = objectOf(value)
    const id = textOf(objectOf(whole)['product_id'], 1000)
    if (id !== '' && this.#parts.size < MAX_PRODUCTS) this.#parts.set(id, textOf(part, 1000))
  }

  learnGroup(value: unknown): void {
    const { group_id: group, product_ids: ids } = objectOf(value)
    const id = textOf(group, 1000)
    if (id !== '') this.#groups.set(id, new Set(listOf(ids)))
  }

  find(id: string): Product {
    return this.#byId.get(this.#innermost(id)) ?? { name: id, purl: '' }
  }

  /** Whether words are said of a product; those that name none are said of all. */
  isAbout(words: Loose, product: string): boolean {
    const ids = listOf(words['product_ids'] ?? words['products'])
    const groups = listOf(words['group_ids'])
    if (ids.length + groups.length === 0) return true
    const isIn = (group: unknown) => this.#groups.get(textOf(group, 1000))?.has(product) === true
    return ids.includes(product) || groups.some(isIn)
  }

  /** A part may itself be a part of a part: of a module in a system, say. */
  #innermost(id: string): string {
    let part = id
    for (let i = 0; i < MAX_NESTING; i++) {
      const next = this.#byId.has(part) ? undefined : this.#parts.get(part)
      if (next === undefined) break
      part = next
    }
    return part
  }
}

/** One, or a list of several since version 2.1. */
function purlOf(helper: Loose): string {
  return textOf(helper['purl'] ?? listOf(helper['purls'])[0], 1000)
}

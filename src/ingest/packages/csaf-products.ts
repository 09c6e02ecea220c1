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

  find(id: string): Product {
    const part = this.#byId.get(this.#parts.get(id) ?? id)
    return part ?? { name: id, purl: '' }
  }
}

/** One, or a list of several since version 2.1. */
function purlOf(helper: Loose): string {
  return textOf(helper['purl'] ?? listOf(helper['purls'])[0], 1000)
}

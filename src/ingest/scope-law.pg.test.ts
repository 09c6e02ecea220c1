import fc from 'fast-check'
import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { all, anAsset, on, report, take } from './import.fixture.ts'

/** In a few words what the statements of the import come to: who has seen a finding where. */
class Model {
  readonly #sources = new Map<string, Map<string, { isGone: boolean; at: number }>>()
  readonly #open = new Map<string, boolean>()
  #at = 0

  import(scope: string | undefined, found: readonly string[]): void {
    this.#at += 1
    for (const name of found) this.#see(name, scope)
    if (scope === undefined || found.length === 0) return
    for (const [name, scopes] of this.#sources) {
      const own = scopes.get(scope)
      if (own === undefined) continue
      if (own.at !== this.#at) own.isGone = true
      if ([...scopes.values()].every(({ isGone }) => isGone)) this.#open.set(name, false)
    }
  }

  statuses(): Record<string, string> {
    const words = ([name, isOpen]: [string, boolean]) => [
      name,
      isOpen ? 'IDENTIFIED' : 'FIX_ACCEPTED',
    ]
    return Object.fromEntries([...this.#open].map(words))
  }

  #see(name: string, scope: string | undefined): void {
    const scopes = this.#sources.get(name) ?? new Map<string, { isGone: boolean; at: number }>()
    const last = [...scopes].toSorted(([, a], [, b]) => b.at - a.at)[0]?.[0]
    if (scope !== undefined && scope !== '') scopes.delete('')
    scopes.set(scope ?? last ?? '', { isGone: false, at: this.#at })
    this.#sources.set(name, scopes)
    this.#open.set(name, true)
  }
}

const anyImport = fc.record({
  scope: fc.constantFrom(undefined, '', 'main', 'release'),
  found: fc.subarray(['a.c', 'b.c', 'c.c']),
})

test('whoever scans what, open is what somebody still finds, and nothing else', async ({
  database,
}) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyImport, { minLength: 2, maxLength: 6 }), async (imports) => {
      const assetId = await anAsset(database)
      const model = new Model()
      for (const { scope, found } of imports) {
        model.import(scope, found)
        await take(database, assetId, report(found.map((file) => on(file, 3))), { scope })
        const rows = await all(database, assetId)
        const statuses = rows.map((row) => [String(row.evidence['fileName']), row.status])
        expect(Object.fromEntries(statuses)).toEqual(model.statuses())
      }
    }),
    { numRuns: 5 },
  )
})

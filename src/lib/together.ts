export interface TogetherOptions {
  /** Items that one piece of work takes at most. */
  readonly most?: number
  /** Pieces of work that are under way at the same time. */
  readonly atATime?: number
  /** How long it takes at least from one piece of work to the next: more go together meanwhile. */
  readonly everyMs?: number
  /** Whether a failure may be that of one item among many: then each is tried alone. */
  readonly isOfOne?: (error: unknown) => boolean
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Does for many callers at once what each asks for alone. Whoever comes while nothing is under way
 * is served at once, whoever comes meanwhile goes with the next ones.
 * Results are in the order of the items. One that cannot be done keeps no other from being done.
 */
export function together<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  { most = 100, atATime = 1, everyMs = 0, isOfOne = () => false }: TogetherOptions = {},
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = []
  let underWay = 0
  let begunAt = -Infinity
  let later: NodeJS.Timeout | null = null

  function next(): void {
    while (underWay < atATime && waiting.length > 0) {
      const waitMs = begunAt + everyMs - performance.now()
      if (waitMs > 0 && waiting.length < most) {
        later ??= setTimeout(() => {
          later = null
          next()
        }, waitMs)
        return
      }
      underWay++
      begunAt = performance.now()
      void serve(waiting.splice(0, most)).finally(() => {
        underWay--
        next()
      })
    }
  }

  /** Never rejects: each caller hears of its own. */
  async function serve(served: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await work(served.map(({ item }) => item))
      if (results.length !== served.length) throw new TypeError('not one result for each item')
      served.forEach(({ resolve }, at) => resolve(results[at]!))
    } catch (error) {
      if (served.length > 1 && isOfOne(error)) for (const one of served) await serve([one])
      else for (const { reject } of served) reject(error)
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      // Those who ask in the same breath go together.
      if (waiting.length === 1) queueMicrotask(next)
    })
}

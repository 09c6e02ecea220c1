/** What the walk does with the values at one path. */
export interface PathNode {
  /** `runs.*.results.*`: `*` stands for every element of a list, `{}` for every value of an object. */
  readonly pattern: string
  readonly fields: Map<string, PathNode>
  each: PathNode | undefined
  any: PathNode | undefined
  take: boolean
  count: boolean
  skim: boolean
  expect: 'list' | 'object' | 'either' | undefined
}

export interface PathChoice {
  /** Values given whole. */
  readonly take: readonly string[]
  /** Values only counted. */
  readonly count?: readonly string[]
  /** Values of which only the end is looked for, since they are taken, now or by a later walk. */
  readonly skim?: readonly string[]
  /** What a value must be, unless it is null. */
  readonly expect?: Readonly<Record<string, 'list' | 'object' | 'either'>>
}

/** The chosen paths as a tree that is walked along with the text. */
export function pathTree(choice: PathChoice): PathNode {
  const root = node('')
  for (const pattern of choice.take) at(root, pattern).take = true
  for (const pattern of choice.count ?? []) at(root, pattern).count = true
  for (const pattern of choice.skim ?? []) at(root, pattern).skim = true
  for (const [pattern, kind] of Object.entries(choice.expect ?? {})) at(root, pattern).expect = kind
  return root
}

function node(pattern: string): PathNode {
  return {
    pattern,
    fields: new Map(),
    each: undefined,
    any: undefined,
    take: false,
    count: false,
    skim: false,
    expect: undefined,
  }
}

function at(root: PathNode, pattern: string): PathNode {
  let here = root
  for (const step of pattern === '' ? [] : pattern.split('.')) {
    const below = here.pattern === '' ? step : `${here.pattern}.${step}`
    if (step === '*') {
      here.each ??= node(below)
      here = here.each
    } else if (step === '{}') {
      here.any ??= node(below)
      here = here.any
    } else {
      const next = here.fields.get(step) ?? node(below)
      here.fields.set(step, next)
      here = next
    }
  }
  return here
}

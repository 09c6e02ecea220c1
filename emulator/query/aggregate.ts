import type { Row } from '../store/sorted-rows.ts'

export interface Asked {
  readonly countsRows: boolean
  readonly avg: readonly string[]
  readonly sum: readonly string[]
  readonly min: readonly string[]
  readonly max: readonly string[]
  readonly groupBy: readonly string[]
  /** `aggregate^field^operator^value`, several separated by commas. */
  readonly having: string
  /** Fields or aggregates; with DESC behind a `^`. */
  readonly orderBy: string
}

export type Stats = Record<string, string | Record<string, string>>

export interface Group {
  readonly key: readonly string[]
  readonly first: Row
  readonly stats: Stats
}

type Read = (path: string, row: Row) => string

/** The rows put together by the fields asked for; one group of all of them where none is. */
export function aggregate(rows: readonly Row[], asked: Asked, read: Read): Group[] {
  const groups = new Map<string, { key: string[]; rows: Row[] }>()
  for (const row of rows) {
    const key = asked.groupBy.map((path) => read(path, row))
    const id = key.join('\0')
    const group = groups.get(id)
    if (group === undefined) groups.set(id, { key, rows: [row] })
    else group.rows.push(row)
  }
  if (groups.size === 0 && asked.groupBy.length === 0) groups.set('', { key: [], rows: [] })
  const all = [...groups.values()].map(({ key, rows: own }) => ({
    group: { key, first: own[0] ?? {}, stats: statsOf(own, asked, read) },
    rows: own,
  }))
  const kept = all.filter(({ rows: own }) => hasAll(own, asked.having, read))
  return inOrder(
    kept.map(({ group }) => group),
    asked,
  )
}

function statsOf(rows: readonly Row[], asked: Asked, read: Read): Stats {
  const stats: Stats = {}
  if (asked.countsRows) stats['count'] = String(rows.length)
  for (const name of ['avg', 'sum', 'min', 'max'] as const) {
    if (asked[name].length === 0) continue
    const values = asked[name].map((path) => [path, figure(name, path, rows, read)] as const)
    stats[name] = Object.fromEntries(values)
  }
  return stats
}

/** Empty values count for nothing, as in SQL. */
function figure(name: string, path: string, rows: readonly Row[], read: Read): string {
  const texts = rows.map((row) => read(path, row)).filter((text) => text !== '')
  if (name === 'count') return String(rows.length)
  if (texts.length === 0) return ''
  const numbers = texts.map(Number)
  const areNumbers = numbers.every((number) => !Number.isNaN(number))
  if (name === 'min' || name === 'max') {
    const sorted = areNumbers
      ? texts.toSorted((a, b) => Number(a) - Number(b))
      : texts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    return sorted.at(name === 'min' ? 0 : -1) ?? ''
  }
  if (!areNumbers) return ''
  const sum = numbers.reduce((total, number) => total + number, 0)
  return name === 'sum' ? String(sum) : String(Number((sum / numbers.length).toFixed(4)))
}

function hasAll(rows: readonly Row[], having: string, read: Read): boolean {
  return having
    .split(',')
    .filter((one) => one !== '')
    .every((one) => {
      const [name = '', path = '', operator = '', value = ''] = one.split('^')
      const actual = Number(figure(name, path, rows, read))
      const wanted = Number(value)
      if (operator === '>') return actual > wanted
      if (operator === '<') return actual < wanted
      if (operator === '>=') return actual >= wanted
      if (operator === '<=') return actual <= wanted
      return operator === '!=' ? actual !== wanted : actual === wanted
    })
}

/** By what the caller says, else by the values of the groups. */
function inOrder(groups: Group[], { groupBy, orderBy }: Asked): Group[] {
  const keys = orderBy.split(',').flatMap((part) => {
    const [field = '', direction = ''] = part.split('^')
    const at = groupBy.indexOf(field)
    if (at === -1 && field.toLowerCase() !== 'count') return []
    return [{ at, sign: direction.toUpperCase() === 'DESC' ? -1 : 1 }]
  })
  const sorts = keys.length === 0 ? groupBy.map((_, at) => ({ at, sign: 1 })) : keys
  return groups.toSorted((a, b) => {
    for (const { at, sign } of sorts) {
      const order = compare(valueAt(a, at), valueAt(b, at))
      if (order !== 0) return order * sign
    }
    return 0
  })
}

function valueAt({ key, stats }: Group, at: number): string {
  const count = stats['count']
  return at === -1 ? (typeof count === 'string' ? count : '') : (key[at] ?? '')
}

function compare(a: string, b: string): number {
  const [left, right] = [Number(a), Number(b)]
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right
  return a < b ? -1 : a > b ? 1 : 0
}

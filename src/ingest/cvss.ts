import { numberOf, textOf } from './loose.ts'

const WEIGHTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
}
const PRIVILEGES: Readonly<Record<string, readonly [number, number]>> = {
  N: [0.85, 0.85],
  L: [0.62, 0.68],
  H: [0.27, 0.5],
}

/** A base score from 0 to 10, as a number or as a CVSS 3 vector; null for anything else. */
export function scoreOf(value: unknown): number | null {
  const number = numberOf(value)
  if (number !== null) return number >= 0 && number <= 10 ? number : null
  return baseScore(textOf(value, 300))
}

/** The first of several that is one. */
export function firstScore(values: readonly unknown[]): number | null {
  for (const value of values) {
    const score = scoreOf(value)
    if (score !== null) return score
  }
  return null
}

/** The base score of a CVSS 3.0 or 3.1 vector by the formula of its specification, section 7. */
export function baseScore(vector: string): number | null {
  if (!/^CVSS:3\.[01]\//.test(vector)) return null
  const metrics = new Map(
    vector.split('/').map((part) => [part.split(':')[0] ?? '', part.split(':')[1] ?? ''] as const),
  )
  const changed = metrics.get('S') === 'C'
  const privileges = weightOf(PRIVILEGES, metrics.get('PR'))?.[changed ? 1 : 0]
  const [av, ac, ui, c, i, a] = ['AV', 'AC', 'UI', 'C', 'I', 'A'].map((name) =>
    weightOf(WEIGHTS[name] ?? {}, metrics.get(name)),
  )
  if (av === undefined || ac === undefined || ui === undefined) return null
  if (c === undefined || i === undefined || a === undefined || privileges === undefined) return null
  const lost = 1 - (1 - c) * (1 - i) * (1 - a)
  const impact = changed ? 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15 : 6.42 * lost
  if (impact <= 0) return 0
  const exploitability = 8.22 * av * ac * privileges * ui
  return roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10))
}

function weightOf<T>(weights: Readonly<Record<string, T>>, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(weights, key) ? weights[key] : undefined
}

/** Up to one decimal, in whole numbers: 4.02 must not become 4.1 by an error of floating point. */
function roundUp(score: number): number {
  const scaled = Math.round(score * 100_000)
  return scaled % 10_000 === 0 ? scaled / 100_000 : (Math.floor(scaled / 10_000) + 1) / 10
}

import cvss from 'ae-cvss-calculator'

import { never } from '../lib/never.ts'
import { numberOf, textOf } from './loose.ts'

type Version = '2' | '3.0' | '3.1' | '4.0'

/** The metrics of a base score: not those of threat and environment. */
const BASE: Readonly<Record<Version, readonly string[]>> = {
  '2': ['AV', 'AC', 'Au', 'C', 'I', 'A'],
  '3.0': ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A'],
  '3.1': ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A'],
  '4.0': ['AV', 'AC', 'AT', 'PR', 'UI', 'VC', 'VI', 'VA', 'SC', 'SI', 'SA'],
}
const MAX_KNOWN = 10_000

/** Half a millisecond each by the library, and a report repeats few of them often. */
const known = new Map<string, number | null>()

/** A base score from 0 to 10, as a number or as a CVSS vector; null for anything else. */
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

/** The base score of a CVSS vector of version 2, 3.0, 3.1 or 4.0. */
export function baseScore(vector: string): number | null {
  const remembered = known.get(vector)
  if (remembered !== undefined) return remembered
  const score = calculated(vector)
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(vector, score)
  return score
}

function calculated(vector: string): number | null {
  const [, version = '2', metrics = ''] =
    /^(?:CVSS:(3\.[01]|4\.0)\/|(?=AV:))([A-Za-z]+:[A-Za-z](?:\/[A-Za-z]+:[A-Za-z])*)$/.exec(
      vector,
    ) ?? []
  if (metrics === '' || !isVersion(version)) return null
  const values = new Map(metrics.split('/').map((metric) => [metric.split(':')[0] ?? '', metric]))
  const base = BASE[version].map((name) => values.get(name) ?? '')
  if (base.includes('')) return null
  const calculator = calculatorOf(version)
  try {
    calculator.applyVector(base.join('/'))
  } catch {
    // A metric has no such value.
    return null
  }
  return calculator.isBaseFullyDefined() ? (calculator.calculateScores().base ?? null) : null
}

function isVersion(text: string): text is Version {
  return Object.hasOwn(BASE, text)
}

function calculatorOf(version: Version) {
  switch (version) {
    case '2':
      return new cvss.Cvss2()
    case '3.0':
      return new cvss.Cvss3P0()
    case '3.1':
      return new cvss.Cvss3P1()
    case '4.0':
      return new cvss.Cvss4P0()
    default:
      return never(version)
  }
}

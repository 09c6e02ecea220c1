import { isObject, type Loose } from './loose.ts'

/**
 * The CWE of a tag or property: `external/cwe/cwe-079`, `CWE-338`, `CWE-354: Improper …`, `cwe:89`,
 * an address at cwe.mitre.org or, where the field is known to hold one, a bare number.
 */
export function cweIn(text: string): string {
  const match =
    /\bcwe[-_:/ ]*(\d{1,5})\b/i.exec(text) ?? /cwe\.mitre\.org\/\S{0,50}\/(\d{1,5})\b/i.exec(text)
  return match === null ? '' : cwe(match[1] ?? '')
}

export function cweOfField(value: unknown): string {
  if (typeof value === 'number') return cwe(String(value))
  if (typeof value === 'string') return /^\d{1,5}$/.test(value.trim()) ? cwe(value) : cweIn(value)
  if (!Array.isArray(value)) return ''
  for (const one of value) {
    const found = isObject(one) ? cweOfName(one) : cweOfField(one)
    if (found !== '') return found
  }
  return ''
}

/** Svacer's have a description too. */
function cweOfName({ id, name }: Loose): string {
  const text = id ?? name
  return typeof text === 'object' ? '' : cweOfField(text)
}

function cwe(digits: string): string {
  const number = Number(digits)
  return Number.isSafeInteger(number) && number > 0 ? `CWE-${number}` : ''
}

/**
 * Reads what reports really hold: a field of the wrong type counts as absent, since one odd field
 * must not cost the result it stands in.
 */
export type Loose = Readonly<Record<string, unknown>>

const NOTHING: Loose = Object.freeze({})

export function objectOf(value: unknown): Loose {
  return isObject(value) ? value : NOTHING
}

export function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The text, trimmed and free of what PostgreSQL can't store; empty if it is none. */
export function textOf(value: unknown, maxLength = 20_000): string {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  const cut = value.length > maxLength ? `${value.slice(0, maxLength)}…` : value
  return storable(cut).trim()
}

/** Like textOf, for text whose indentation matters. */
export function codeOf(value: unknown, maxLength = 4_000): string {
  if (typeof value !== 'string') return ''
  const cut = value.length > maxLength ? `${value.slice(0, maxLength)}…` : value
  return storable(cut).trimEnd()
}

/** A whole number from 0; -1 and other stand-ins for "none" give null. */
export function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

/** The number, also where it was written as a text. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || !/^\s*\d{1,9}(\.\d{1,9})?\s*$/.test(value)) return null
  return Number(value)
}

/** The beginning of a text that is kept: no cut may fall between the halves of a character. */
export function cut(text: string, maxLength: number): string {
  return text.length > maxLength ? text.slice(0, maxLength).toWellFormed() : text
}

/** `%20` as what it stands for; where that is nothing, as it is. */
export function decoded(text: string): string {
  try {
    return storable(decodeURIComponent(text))
  } catch {
    return text
  }
}

function storable(text: string): string {
  const wellFormed = text.toWellFormed()
  return wellFormed.includes('\u0000') ? wellFormed.replaceAll('\u0000', '\uFFFD') : wellFormed
}

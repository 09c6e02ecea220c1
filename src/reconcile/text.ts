import type { Fields } from '../connection/ticket.ts'

export const CUT_MARK = '… [cut by Lockstep]'

/** One line of plain text: line breaks and control characters become spaces. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
}

/** Plain text that keeps its lines: `\n` alone ends one, tabs stay, other controls go. */
export function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim()
}

/**
 * The first `length` characters as ServiceNow counts them, which is in UTF-16 code units. A pair
 * of surrogates is not split: half of one would come back changed.
 */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, isHighSurrogate ? length - 1 : length)
}

/** Cuts so that a reader sees that something was cut. */
export function cutWithMark(text: string, length: number): string {
  if (text.length <= length) return text
  if (length < CUT_MARK.length) return cut(text, length)
  return `${cut(text, length - CUT_MARK.length)}${CUT_MARK}`
}

/** What `{id}`, `{title}`, `{reason}` and `{actor}` stand for. */
export interface Placeholders {
  readonly id: string
  readonly title: string
  readonly reason: string
  readonly actor: string
}

/** Fills the four placeholders in one pass: braces inside a title stay what they are. */
export function fill(template: string, values: Placeholders): string {
  return template.replace(
    /\{(id|title|reason|actor)\}/g,
    (_, name: keyof Placeholders) => values[name],
  )
}

/** Whether two values are the same to a reader: instances change line ends and trim. */
export function isSame(one: string, other: string): boolean {
  return one === other || plain(one) === plain(other)
}

/** Those of `wanted` that differ from `have`. */
export function difference(wanted: Fields, have: Fields): Fields {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => have[name] !== value))
}

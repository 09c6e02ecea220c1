import { z } from 'zod'
import type { After } from '../store/keyset.ts'
import { badRequest } from './problem.ts'

const Cursor = z.tuple([z.string().max(100), z.string().max(300), z.int().nonnegative()])

/** Where the next page begins. `list` names the order, so that no cursor is used for another. */
export function writeCursor(list: string, after: After): string {
  return Buffer.from(JSON.stringify([list, after.key, after.id])).toString('base64url')
}

export function readCursor(list: string, text: string | undefined): After | null {
  if (text === undefined || text === '') return null
  const read = Cursor.safeParse(parse(Buffer.from(text, 'base64url').toString('utf8')))
  if (read.success && read.data[0] === list) return { key: read.data[1], id: read.data[2] }
  throw badRequest(
    'The cursor does not belong to this list in this order.',
    'Leave it out to begin at the start, then use the "next" of each page.',
    [{ pointer: '/cursor', detail: 'not a cursor of this list' }],
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Cuts the row read beyond the page off, and says where the next page begins. */
export function pageOf<Row, View>(
  list: string,
  rows: readonly Row[],
  limit: number,
  after: (row: Row) => After,
  view: (row: Row) => View,
): { items: View[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last !== undefined ? writeCursor(list, after(last)) : null
  return { items: shown.map(view), next }
}

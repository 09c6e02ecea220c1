/** Puts what the server says about a field beside that field. */
import { ApiError } from './api.ts'

/** What was wrong with the field at `pointer`, with the remedy; undefined when nothing was. */
export function fieldError(error: unknown, pointer: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined
  const { errors = [], remedy } = error.problem
  const found = errors.find((each) => each.pointer === pointer)
  if (found === undefined) return undefined
  return remedy === undefined ? sentence(found.detail) : `${sentence(found.detail)} ${remedy}`
}

/** The part of an error that no field of the form shows, or null when the fields say it all. */
export function unplaced(error: unknown, pointers: readonly string[]): unknown {
  if (!(error instanceof ApiError)) return error ?? null
  const { errors = [] } = error.problem
  if (errors.length === 0) return error
  const rest = errors.filter(({ pointer }) => !pointers.includes(pointer))
  return rest.length === 0 ? null : new ApiError({ ...error.problem, errors: rest })
}

/** A capital letter for a word; a host or a field's name stays as it is written. */
function sentence(text: string): string {
  const first = text.replace(
    /^[a-z]+(?=[ ,])/,
    (word) => word.charAt(0).toUpperCase() + word.slice(1),
  )
  return /[.!?]$/.test(first) ? first : `${first}.`
}

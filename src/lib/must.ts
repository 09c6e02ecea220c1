/** Narrows away null and undefined where only a mistake of ours could have put one. */
export function must<T>(value: T, what: string): NonNullable<T> {
  if (value === null || value === undefined) throw new TypeError(`${what} is missing`)
  return value
}

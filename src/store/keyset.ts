/** Where a page begins: after the row with this value of the sort and this id. */
export interface After {
  readonly key: string
  readonly id: number
}

/** A pattern of `ilike` that finds `text` anywhere: a value never becomes a wildcard. */
export function containing(text: string): string {
  return `%${literally(text)}%`
}

/** A pattern of `like` that finds what begins with `text`. */
export function beginningWith(text: string): string {
  return `${literally(text)}%`
}

function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}

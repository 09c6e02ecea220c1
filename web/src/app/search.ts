/** The strings of `names` in the URL's query; anything else, and empty ones, are left out. */
export function keep<Name extends string>(
  raw: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): { [key in Name]?: string } {
  const kept: { [key in Name]?: string } = {}
  for (const name of names) {
    const value = raw[name]
    if (typeof value === 'string' && value !== '') kept[name] = value
  }
  return kept
}

/** `A,B` of the URL as the known values among them, in the order of `known`. */
export function listOf<Value extends string>(
  text: string | undefined,
  known: readonly Value[],
): Value[] {
  const parts = new Set((text ?? '').split(','))
  return known.filter((value) => parts.has(value))
}

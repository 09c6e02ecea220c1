type Details = Readonly<Record<string, unknown>>

/** One line for each thing an entry tells: of a before and an after only what differs. */
export function inWords(details: Details): string[] {
  const { before, after, ...rest } = details
  const lines = Object.entries(rest).map(([name, value]) => `${name}=${text(value)}`)
  if (!isObject(before) || !isObject(after)) {
    if (before !== undefined) lines.push(`before=${text(before)}`)
    if (after !== undefined) lines.push(`after=${text(after)}`)
    return lines
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  for (const name of names) {
    const [old, now] = [text(before[name]), text(after[name])]
    if (old !== now) lines.push(`${name}: ${old} → ${now}`)
  }
  return lines
}

function isObject(value: unknown): value is Details {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

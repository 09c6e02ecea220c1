/** ServiceNow's own way to write a moment: `YYYY-MM-DD HH:MM:SS` in UTC. */
export function toInstanceTime(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ')
}

/** Null where it is no such moment. */
export function fromInstanceTime(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return null
  const date = new Date(`${text.replace(' ', 'T')}Z`)
  return Number.isNaN(date.getTime()) ? null : date
}

export function secondsBefore(text: string, seconds: number): string {
  const date = fromInstanceTime(text)
  if (date === null) throw new TypeError(`"${text}" is no moment of an instance`)
  return toInstanceTime(new Date(date.getTime() - seconds * 1000))
}

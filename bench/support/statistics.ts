export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The value that so large a part of them does not exceed. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = Math.ceil(sorted.length * part) - 1
  return sorted[Math.max(0, at)] ?? Number.NaN
}

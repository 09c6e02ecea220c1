import type { Evidence } from '../vulnerability/evidence.ts'

/** Absent fields are left out, not kept empty. */
export function present(
  fields: Readonly<Partial<Record<keyof Evidence, string | number | null | undefined>>>,
): Evidence {
  const kept: Record<string, string | number> = {}
  const values: Readonly<Record<string, string | number | null | undefined>> = fields
  // By keys: pairs of them were a twentieth of reading a large report.
  for (const name of Object.keys(fields)) {
    const value = values[name]
    if (value !== '' && value !== null && value !== undefined) kept[name] = value
  }
  return kept
}

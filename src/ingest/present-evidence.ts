import type { Evidence } from '../vulnerability/evidence.ts'

/** Absent fields are left out, not kept empty. */
export function present(
  fields: Readonly<Partial<Record<keyof Evidence, string | number | null | undefined>>>,
): Evidence {
  const kept: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (value !== '' && value !== null && value !== undefined) kept[name] = value
  }
  return kept
}

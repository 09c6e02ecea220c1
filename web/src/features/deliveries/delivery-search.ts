import type { DeliveryView } from '../../../../src/http/contract.ts'

export type Level = DeliveryView['level']

/** What the URL holds; days as the person picked them, in their own time zone. */
export interface DeliverySearch {
  readonly integration?: string
  readonly search?: string
  readonly level?: string
  readonly from?: string
  readonly to?: string
}

export const LEVELS: readonly { value: Level; label: string }[] = [
  { value: 'INFO', label: 'Info' },
  { value: 'WARN', label: 'Warn' },
  { value: 'ERROR', label: 'Error' },
]

export function levelOf(text: string | undefined): Level | undefined {
  return LEVELS.find(({ value }) => value === text)?.value
}

/** The query of the API: whole days, from the first moment of one to the last of the other. */
export function apiFilters({ search, level, from, to }: DeliverySearch): Record<string, string> {
  const filters: Record<string, string> = {}
  const known = levelOf(level)
  if (search !== undefined) filters['search'] = search.slice(0, 200)
  if (known !== undefined) filters['level'] = known
  if (isDay(from)) filters['from'] = new Date(`${from}T00:00:00`).toISOString()
  if (isDay(to)) filters['to'] = new Date(`${to}T23:59:59.999`).toISOString()
  return filters
}

export function isFiltered({ search, level, from, to }: DeliverySearch): boolean {
  return [search, level, from, to].some((value) => value !== undefined)
}

function isDay(text: string | undefined): text is string {
  return /^\d{4}-\d\d-\d\d$/.test(text ?? '') && !Number.isNaN(Date.parse(`${text}T00:00:00`))
}

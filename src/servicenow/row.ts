import { z } from 'zod'
import { ServiceNowError, type Outcome } from './errors.ts'

/** A record as the instance holds it: text only, a reference as the sys_id it points to. */
export type Row = Readonly<Record<string, string>>

export interface LabelledRow {
  readonly values: Row
  /** What a person sees there; dates are in the user's time zone and format. */
  readonly labels: Row
}

const Cell = z.union([
  z.string(),
  z.object({
    value: z.string().nullish(),
    display_value: z.string().nullish(),
    link: z.string().nullish(),
  }),
  // Not seen from the Table API itself; scripted processors do it.
  z.number(),
  z.boolean(),
  z.null(),
])
type Cell = z.infer<typeof Cell>
const Cells = z.record(z.string(), Cell)
const One = z.object({ result: Cells })
const Many = z.object({ result: z.array(Cells) })

/** `outcome` is what a senseless answer leaves open: a write may have been carried out. */
export function parseRow(json: unknown, outcome: Outcome = 'known'): Row {
  const body = One.safeParse(json)
  if (!body.success) throw notRows('a record', outcome, body.error)
  return map(body.data.result, valueOf)
}

export function parseRows(json: unknown): Row[] {
  const body = Many.safeParse(json)
  if (!body.success) throw notRows('a list of records', 'known', body.error)
  return body.data.result.map((cells) => map(cells, valueOf))
}

export function parseLabelledRows(json: unknown): LabelledRow[] {
  const body = Many.safeParse(json)
  if (!body.success) throw notRows('a list of records', 'known', body.error)
  return body.data.result.map((cells) => ({
    values: map(cells, valueOf),
    labels: map(cells, labelOf),
  }))
}

function map(cells: Readonly<Record<string, Cell>>, read: (cell: Cell) => string): Row {
  return Object.fromEntries(Object.entries(cells).map(([field, cell]) => [field, read(cell)]))
}

function valueOf(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'object' ? (cell.value ?? '') : String(cell)
}

function labelOf(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'object' ? (cell.display_value ?? cell.value ?? '') : String(cell)
}

function notRows(what: string, outcome: Outcome, cause: unknown): ServiceNowError {
  return new ServiceNowError(`the instance's answer is not ${what}`, {
    kind: 'unexpected',
    code: 'broken_answer',
    outcome,
    cause,
  })
}

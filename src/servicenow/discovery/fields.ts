import { z } from 'zod'
import type { Caller } from '../caller.ts'
import { readJson } from '../classify.ts'
import { isServiceNowError } from '../errors.ts'
import { and, isOneOf, isSet, orderBy } from '../query.ts'
import type { Row } from '../row.ts'
import type { Tables } from '../table.ts'

export interface FieldInfo {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly isMandatory: boolean
  readonly maxLength: number | null
  /** The table a reference points to, or an empty text. */
  readonly reference: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

const Column = z.object({
  label: z.string().nullish(),
  type: z.string().nullish(),
  mandatory: z.union([z.boolean(), z.string()]).nullish(),
  max_length: z.union([z.number(), z.string()]).nullish(),
  reference: z.string().nullish(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })).nullish(),
})
const Meta = z.object({ result: z.object({ columns: z.record(z.string(), Column) }) })

/**
 * What a table's fields hold. The undocumented meta endpoint first, since it
 * answers any user; the dictionary, which shows itself empty to all but
 * administrators, second. Null where neither says anything: that does not mean
 * that there are no fields.
 */
export async function fields(
  caller: Caller,
  tables: Tables,
  chain: readonly string[],
): Promise<ReadonlyMap<string, FieldInfo> | null> {
  const [table = 'task'] = chain
  return (await fromMeta(caller, table)) ?? (await fromDictionary(tables, chain))
}

async function fromMeta(
  caller: Caller,
  table: string,
): Promise<ReadonlyMap<string, FieldInfo> | null> {
  const path = `/api/now/ui/meta/${encodeURIComponent(table)}`
  const answer = await caller.call({ method: 'GET', path, priority: 'person' })
  // Whatever form the refusal takes: it is undocumented, and the dictionary is asked instead.
  if (answer.status >= 400 && answer.status < 429) return null
  const body = Meta.safeParse(readJson(answer, 'GET'))
  const columns = body.success ? Object.entries(body.data.result.columns) : []
  return columns.length === 0 ? null : new Map(columns.map(toField))
}

function toField([name, column]: [string, z.infer<typeof Column>]): [string, FieldInfo] {
  const field = {
    name,
    label: column.label || name,
    type: column.type ?? '',
    isMandatory: String(column.mandatory) === 'true',
    maxLength: lengthOf(String(column.max_length ?? '')),
    reference: column.reference ?? '',
    choices: column.choices ?? [],
  }
  return [name, field]
}

const DICTIONARY = [
  'name',
  'element',
  'column_label',
  'internal_type',
  'mandatory',
  'max_length',
  'reference',
  'sys_id',
]

async function fromDictionary(
  tables: Tables,
  chain: readonly string[],
): Promise<ReadonlyMap<string, FieldInfo> | null> {
  try {
    const { rows } = await tables.list('sys_dictionary', {
      query: orderBy(and(isOneOf('name', chain), isSet('element')), 'sys_id'),
      fields: DICTIONARY,
      limit: 5_000,
      priority: 'person',
    })
    return rows.length === 0 ? null : union(rows, chain)
  } catch (error) {
    if (isServiceNowError(error) && error.kind === 'refused') return null
    throw error
  }
}

/** Fields are defined where they appear first; the nearest definition counts. */
function union(rows: readonly Row[], chain: readonly string[]): ReadonlyMap<string, FieldInfo> {
  const found = new Map<string, FieldInfo>()
  for (const table of chain) {
    for (const row of rows) {
      const name = row['element'] ?? ''
      if (row['name'] !== table || found.has(name)) continue
      found.set(name, {
        name,
        label: row['column_label'] || name,
        type: row['internal_type'] ?? '',
        isMandatory: row['mandatory'] === 'true',
        maxLength: lengthOf(row['max_length'] ?? ''),
        reference: row['reference'] ?? '',
        choices: [],
      })
    }
  }
  return found
}

function lengthOf(text: string): number | null {
  return /^[1-9]\d*$/.test(text) ? Number(text) : null
}

import type { Actor } from '../actor.ts'
import type { Instance } from '../instance.ts'
import { Refusal } from '../refusal.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'

/** What one map made of one row. */
export interface Transformed {
  readonly map: string
  readonly table: string
  readonly sysId: string
  /** Pending is what no map has looked at yet. */
  readonly status: 'pending' | 'inserted' | 'updated' | 'ignored' | 'error'
  readonly error: string
}

/** Runs every map of the staging table over a row. A refusal is a result, never an error of the call. */
export function transform(
  instance: Instance,
  actor: Actor,
  staging: Table,
  row: Row,
): Transformed[] {
  const maps = [...instance.database.must('sys_transform_map').rows()].filter(
    (map) => map['source_table'] === staging.name && map['active'] === 'true',
  )
  if (maps.length === 0) {
    const error = 'No transform map found for the staging table'
    return [{ map: '', table: '', sysId: '', status: 'error', error }]
  }
  return maps.map((map) => throughMap(instance, actor, map, row))
}

function throughMap(instance: Instance, actor: Actor, map: Row, row: Row): Transformed {
  const tableName = map['target_table'] ?? ''
  const base = { map: map['name'] ?? '', table: tableName }
  const target = instance.database.table(tableName)
  if (target === undefined) {
    return { ...base, sysId: '', status: 'error', error: `Invalid table ${tableName}` }
  }
  const entries = instance.database
    .must('sys_transform_entry')
    .withValue('map', map['sys_id'] ?? '')
  const fields = [...(entries ?? [])]
  const pairs = fields.map(({ source_field: from = '', target_field: to = '' }) => {
    return [to, row[from] ?? ''] as const
  })
  const values = Object.fromEntries(pairs.filter(([, value]) => value !== ''))
  const keys = fields.filter((entry) => entry['coalesce'] === 'true')
  const found = coalesced(target, keys, values)
  try {
    if (found === undefined) {
      const made = instance.insert(actor, target, values)
      return { ...base, sysId: made['sys_id'] ?? '', status: 'inserted', error: '' }
    }
    const before = found['sys_mod_count']
    const after = instance.update(actor, target, found, values)
    const status = after['sys_mod_count'] === before ? 'ignored' : 'updated'
    return { ...base, sysId: found['sys_id'] ?? '', status, error: '' }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { ...base, sysId: '', status: 'error', error: error.detail ?? error.message }
  }
}

/** The record that the coalescing fields already stand for. Without a value to go by there is none. */
function coalesced(
  target: Table,
  keys: readonly Row[],
  values: Readonly<Record<string, string>>,
): Row | undefined {
  const wanted = keys.flatMap((entry) => {
    const field = entry['target_field'] ?? ''
    const value = values[field] ?? ''
    return value === '' ? [] : [[field, value] as const]
  })
  const [first] = wanted
  if (first === undefined || wanted.length < keys.length) return undefined
  for (const row of target.withValue(...first) ?? target.rows()) {
    if (wanted.every(([field, value]) => row[field] === value)) return row
  }
  return undefined
}

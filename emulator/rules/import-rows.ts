import type { Actor } from '../actor.ts'
import type { Instance } from '../instance.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { transform, type Transformed } from './transform.ts'

/** A row of a staging table, as it came. What the instance writes there itself is not taken over. */
export function loadRow(
  instance: Instance,
  actor: Actor,
  staging: Table,
  values: Readonly<Record<string, unknown>>,
  set: Row,
): Row {
  const own = Object.entries(values).filter(
    ([name]) => staging.columns.get(name)?.readOnly !== true,
  )
  const row = instance.insertUnchecked(actor, staging, Object.fromEntries(own))
  const kept = { sys_import_set: set['number'] ?? '', sys_import_state: 'pending' }
  instance.store(staging, row, kept)
  return row
}

/** Runs the maps over a row, and keeps what came of it with the row. */
export function transformRow(
  instance: Instance,
  actor: Actor,
  staging: Table,
  row: Row,
): Transformed[] {
  const results = transform(instance, actor, staging, row)
  const [first] = results
  instance.store(staging, row, {
    sys_import_state: first?.status ?? 'pending',
    sys_target_table: first?.table ?? '',
    sys_target_sys_id: first?.sysId ?? '',
    sys_row_error: first?.error ?? '',
    sys_transform_map: first?.map ?? '',
  })
  return results
}

/** What came of a row, as it was kept with it. */
export function outcomeOf(row: Row): Transformed {
  const { sys_import_state: state = '', sys_target_table: table = '' } = row
  const status = (['pending', 'inserted', 'updated', 'ignored'] as const).find(
    (one) => one === state,
  )
  return {
    map: row['sys_transform_map'] ?? '',
    table,
    sysId: row['sys_target_sys_id'] ?? '',
    status: status ?? 'error',
    error: row['sys_row_error'] ?? '',
  }
}

import { isRecord, type Reply } from '../http.ts'
import { hasRole } from '../actor.ts'
import { operationFailed, Refusal } from '../refusal.ts'
import { isA } from '../rules/change.ts'
import { transform, type Transformed } from '../rules/transform.ts'
import { displayColumn } from '../store/database.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { answer } from './answers.ts'
import { jsonBody, tableNamed, type Call } from './call.ts'
import { methodNotSupported, recordNotFound } from './refusals.ts'

/** `/import/{staging table}`: rows go in, maps turn them into records. What goes wrong comes with 2xx too. */
export function importApi(call: Call): Reply {
  const [, name = '', more] = call.parts
  const staging = tableNamed(call.instance, name)
  if (!isA(staging, 'sys_import_set_row')) throw new Refusal(400, `Invalid staging table ${name}`)
  if (!hasRole(call.actor, 'import_transformer') && !hasRole(call.actor, 'itil')) {
    throw operationFailed('ACL Exception Insert Failed due to security constraints')
  }
  if (call.method === 'POST' && more === undefined) return importOne(call, staging)
  if (call.method === 'POST' && more === 'insertMultiple') return importMany(call, staging)
  if (call.method !== 'GET' || more === undefined) throw methodNotSupported()
  const row = staging.get(more)
  if (row === undefined) throw recordNotFound()
  return answer(200, shaped(call, staging, row['sys_import_set'] ?? '', [outcomeOf(row)]))
}

function importOne(call: Call, staging: Table): Reply {
  const set = importSet(call, staging)
  const results = load(call, staging, jsonBody(call), set)
  const body = shaped(call, staging, set['number'] ?? '', results)
  const location = `${call.incoming.origin}${call.prefix}/import/${staging.name}/${results[0]?.rowId ?? ''}`
  return answer(201, body, { Location: location })
}

/** Done at once, where a real instance would do it by and by. */
function importMany(call: Call, staging: Table): Reply {
  const { records } = jsonBody(call)
  if (!Array.isArray(records)) throw new Refusal(400, 'Missing records')
  const set = importSet(call, staging)
  for (const record of records.filter(isRecord)) load(call, staging, record, set)
  const ids = { import_set_id: set['sys_id'] ?? '', multi_import_set_id: set['sys_id'] ?? '' }
  return answer(201, { ...ids, status: 'Pending' })
}

function importSet({ instance, actor }: Call, staging: Table): Row {
  const number = instance.database.nextNumber('ISET')
  const sets = instance.database.must('sys_import_set')
  const values = { number, table_name: staging.name, state: 'processed' }
  return instance.insertUnchecked(actor, sets, values)
}

type Loaded = Transformed & { readonly rowId: string }

function load(
  { instance, actor }: Call,
  staging: Table,
  values: Readonly<Record<string, unknown>>,
  set: Row,
): Loaded[] {
  const own = Object.entries(values).filter(
    ([name]) => staging.columns.get(name)?.readOnly !== true,
  )
  const row = instance.insertUnchecked(actor, staging, Object.fromEntries(own))
  const rowId = row['sys_id'] ?? ''
  const results = transform(instance, actor, staging, row).map((one) => ({ ...one, rowId }))
  const [first] = results
  instance.store(staging, row, {
    sys_import_set: set['number'] ?? '',
    sys_import_state: first?.status ?? 'pending',
    sys_target_table: first?.table ?? '',
    sys_target_sys_id: first?.sysId ?? '',
    sys_row_error: first?.error ?? '',
    sys_transform_map: first?.map ?? '',
  })
  return results
}

/** What came of a row, as it was kept with it. */
function outcomeOf(row: Row): Loaded {
  const { sys_import_state: state = '', sys_target_table: table = '' } = row
  const status = (['inserted', 'updated', 'ignored'] as const).find((one) => one === state)
  return {
    map: row['sys_transform_map'] ?? '',
    table,
    sysId: row['sys_target_sys_id'] ?? '',
    status: status ?? 'error',
    error: row['sys_row_error'] ?? '',
    rowId: row['sys_id'] ?? '',
  }
}

function shaped(call: Call, staging: Table, importSetNumber: string, results: readonly Loaded[]) {
  const { database } = call.instance
  const base = `${call.incoming.origin}${call.prefix}/table`
  const result = results.map(({ map, table, sysId, status, error }) => {
    const target = database.table(table)
    if (status === 'error' || target === undefined) {
      return { transform_map: map, table, status, error_message: error }
    }
    return {
      transform_map: map,
      table,
      display_name: displayColumn(target),
      display_value: database.displayOf(table, sysId),
      record_link: `${base}/${table}/${sysId}`,
      status,
      sys_id: sysId,
    }
  })
  return { import_set: importSetNumber, staging_table: staging.name, result }
}

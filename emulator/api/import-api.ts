import type { Reply } from '../http.ts'
import { hasRole } from '../actor.ts'
import { operationFailed, Refusal } from '../refusal.ts'
import { isA } from '../rules/change.ts'
import { loadRow, outcomeOf, transformRow } from '../rules/import-rows.ts'
import type { Transformed } from '../rules/transform.ts'
import { displayColumn } from '../store/database.ts'
import type { Table } from '../store/table.ts'
import { answer } from './answers.ts'
import { objectBody, tableNamed, type Call } from './call.ts'
import { newImportSet } from './import-set.ts'
import { insertMultiple } from './insert-multiple.ts'
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
  if (call.method === 'POST' && more === 'insertMultiple') return insertMultiple(call, staging)
  if (call.method !== 'GET' || more === undefined) throw methodNotSupported()
  const row = staging.get(more)
  if (row === undefined) throw recordNotFound()
  return answer(200, shaped(call, staging, row['sys_import_set'] ?? '', [outcomeOf(row)]))
}

function importOne(call: Call, staging: Table): Reply {
  const { instance, actor, incoming, prefix } = call
  const values = objectBody(call)
  const set = newImportSet(call, staging, 'synchronous')
  const row = loadRow(instance, actor, staging, values, set)
  const results = transformRow(instance, actor, staging, row)
  const body = shaped(call, staging, set['number'] ?? '', results)
  const location = `${incoming.origin}${prefix}/import/${staging.name}/${row['sys_id'] ?? ''}`
  return answer(201, body, { Location: location })
}

function shaped(
  call: Call,
  staging: Table,
  importSetNumber: string,
  results: readonly Transformed[],
) {
  const { database } = call.instance
  const base = `${call.incoming.origin}${call.prefix}/table`
  const result = results.map(({ map, table, sysId, status, error }) => {
    const target = database.table(table)
    if (status === 'error' || target === undefined) {
      const why = status === 'error' ? { error_message: error } : {}
      return { transform_map: map, table, status, ...why }
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

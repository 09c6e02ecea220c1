import { isRecord, type Reply } from '../http.ts'
import { Refusal } from '../refusal.ts'
import { loadRow, transformRow } from '../rules/import-rows.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { answer } from './answers.ts'
import { objectBody, type Call } from './call.ts'
import { newImportSet } from './import-set.ts'

/**
 * `/import/{staging table}/insertMultiple`: the rows are there when it answers; what the maps make of
 * them comes by and by, unless a record of sys_rest_insert_multiple asks for it at once.
 */
export function insertMultiple(call: Call, staging: Table): Reply {
  const { records } = objectBody(call)
  if (!Array.isArray(records)) throw new Refusal(400, 'Missing records')
  const { instance, actor, incoming } = call
  const entry = entryOf(call, staging)
  const isSynchronous = entry?.['transformation'] === 'synchronous'
  const set = newImportSet(call, staging, isSynchronous ? 'synchronous' : 'asynchronous')
  const named = entry?.['column_mapping'] === 'column_name'
  const rows = records
    .filter(isRecord)
    .map((record) => (named ? record : byLabel(staging, record)))
    .map((values) => loadRow(instance, actor, staging, values, set))
  const setId = set['sys_id'] ?? ''
  const work = (): void => {
    for (const row of rows) transformRow(instance, actor, staging, row)
    instance.store(instance.database.must('sys_import_set'), set, { state: 'processed' })
  }
  if (isSynchronous) work()
  else {
    const { importDelayMs } = instance.settings
    instance.background.start(setId, work, importDelayMs, incoming.query.get('run_after') ?? '')
  }
  return answer(201, { import_set_id: setId, multi_import_set_id: multiSet(call) })
}

/** How the rows of this staging table are to be read and transformed, where it is not as shipped. */
function entryOf({ instance }: Call, staging: Table): Row | undefined {
  const entries = instance.database.must('sys_rest_insert_multiple').rows()
  return [...entries].find((entry) => entry['source_table'] === staging.name)
}

/** As shipped the keys are the labels of the columns; a key that is no label is left out. */
function byLabel(staging: Table, record: Readonly<Record<string, unknown>>) {
  const names = new Map([...staging.columns.values()].map(({ label, name }) => [label, name]))
  const pairs = Object.entries(record).flatMap(([label, value]) => {
    const name = names.get(label)
    return name === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(pairs)
}

/** The one that the caller groups imports in, or a new one. */
function multiSet({ instance, actor, incoming }: Call): string {
  const sets = instance.database.must('sys_multi_import_set')
  const given = sets.get(incoming.query.get('multi_import_set_id') ?? '')
  return (given ?? instance.insertUnchecked(actor, sets, {}))['sys_id'] ?? ''
}

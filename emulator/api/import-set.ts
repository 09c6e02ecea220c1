import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import type { Call } from './call.ts'

export function newImportSet(
  { instance, actor }: Call,
  staging: Table,
  mode: 'synchronous' | 'asynchronous',
): Row {
  const number = instance.database.nextNumber('ISET')
  const sets = instance.database.must('sys_import_set')
  const values = {
    number,
    table_name: staging.name,
    mode,
    state: mode === 'synchronous' ? 'processed' : 'loaded',
  }
  return instance.insertUnchecked(actor, sets, values)
}

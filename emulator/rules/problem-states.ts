import type { Input } from '../instance.ts'
import type { Settings } from '../settings.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { isA } from './change.ts'

/**
 * What the Table API takes of a change to a problem. Clients report that since the release Rome it
 * leaves the state as it is, without a word, on all steps but the first; a setting does so here.
 */
export function takenOfProblem(
  settings: Settings,
  table: Table,
  row: Readonly<Row>,
  input: Input,
): Input {
  if (settings.tableApiMovesProblems || !isA(table, 'problem')) return input
  const to = input['state'] ?? input['problem_state']
  if (row['state'] === '101' && (to === '102' || to === 102)) return input
  const kept = Object.entries(input).filter(([name]) => !/^(problem_)?state$/.test(name))
  return Object.fromEntries(kept)
}

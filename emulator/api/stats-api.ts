import { displayValue } from '../display/display-value.ts'
import type { Reply } from '../http.ts'
import { aggregate, type Asked, type Group } from '../query/aggregate.ts'
import { reader, type Reader } from '../query/compile.ts'
import { mustBeReadable } from '../rules/rights.ts'
import { answer } from './answers.ts'
import { isOn, tableNamed, type Call } from './call.ts'
import { rowsSeen } from './reading.ts'
import { methodNotSupported } from './refusals.ts'
import { askedQuery, isVisible } from './table-api.ts'

/** `/stats/{table}`: counts, sums, averages, and so on. Every number is a string. */
export function statsApi(call: Call): Reply {
  const [, name = '', more] = call.parts
  if (!['GET', 'HEAD'].includes(call.method) || more !== undefined) throw methodNotSupported()
  const { instance, actor, incoming } = call
  const table = tableNamed(instance, name)
  const isAnswerable = mustBeReadable(instance.database, actor, table) === 'rows'
  const found = isAnswerable ? rowsSeen(call, table, askedQuery(call, table)) : []
  const rows = found.filter((row) => isVisible(call, row))
  const read = (path: string): Reader | null => reader(instance.database, table, path)
  const list = (parameter: string): string[] =>
    (incoming.query.get(parameter) ?? '').split(',').filter((field) => read(field) !== null)
  const asked: Asked = {
    countsRows: isOn(incoming, 'sysparm_count'),
    avg: list('sysparm_avg_fields'),
    sum: list('sysparm_sum_fields'),
    min: list('sysparm_min_fields'),
    max: list('sysparm_max_fields'),
    groupBy: list('sysparm_group_by'),
    having: incoming.query.get('sysparm_having') ?? '',
    orderBy: incoming.query.get('sysparm_order_by') ?? '',
  }
  const groups = aggregate(rows, asked, (path, row) => read(path)?.read(row) ?? '')
  if (asked.groupBy.length === 0) return answer(200, { result: { stats: groups[0]?.stats ?? {} } })
  const mode = incoming.query.get('sysparm_display_value')?.toLowerCase() ?? null
  const shaped = groups.map((group) => ({
    stats: group.stats,
    groupby_fields: asked.groupBy.map((field, i) =>
      groupField(call, group, read(field), field, i, mode),
    ),
  }))
  return answer(200, { result: shaped })
}

function groupField(
  { instance, actor }: Call,
  group: Group,
  column: Reader | null,
  field: string,
  index: number,
  mode: string | null,
): Record<string, string> {
  const value = group.key[index] ?? ''
  if (column === null || (mode !== 'true' && mode !== 'all')) return { field, value }
  const shown = displayValue(instance, actor, column, group.first)
  return mode === 'true' ? { field, value: shown } : { field, value, display_value: shown }
}

import type { Reply } from '../http.ts'
import { Refusal } from '../refusal.ts'
import { answer } from './answers.ts'
import { tableNamed, type Call } from './call.ts'

/** `/ui/meta/{table}`: undocumented, yet what says most to a user who may not read the dictionary. */
export function metaApi(call: Call): Reply {
  const [, , name = ''] = call.parts
  if (call.method !== 'GET') throw new Refusal(405, 'Method not supported')
  const table = tableNamed(call.instance, name)
  const columns = [...table.columns.values()].map((field) => {
    const offered = field.choice === true ? call.instance.choices.of(table, field.name) : []
    const choices = offered.map(({ value, label }) => ({ value, label }))
    const meta = {
      label: field.label,
      name: field.name,
      type: field.choice === true ? 'choice' : field.type,
      internal_type: field.type,
      mandatory: field.mandatory ?? false,
      read_only: field.readOnly ?? false,
      max_length: field.maxLength,
      default_value: field.initial ?? '',
      ...(field.reference === undefined ? {} : { reference: field.reference }),
      ...(choices.length === 0 ? {} : { choices }),
    }
    return [field.name, meta] as const
  })
  return answer(200, { result: { columns: Object.fromEntries(columns) } })
}

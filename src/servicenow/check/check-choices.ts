import type { Discovery } from '../discovery/discovery.ts'
import type { CheckedTable } from './check.ts'
import { failed, failedBy, passed, skipped, type Step } from './step.ts'

/** Whether every state that the mapping uses can still be chosen. */
export async function checkChoices(discovery: Discovery, checked: CheckedTable): Promise<Step> {
  const { table, states } = checked
  const id = [`states:${table}`, `States of ${table}`] as const
  try {
    const choices = await discovery.choices(await discovery.chainOf(table), 'state')
    if (choices.length === 0) {
      return skipped(...id, 'the choices of this table may not be read', 'allow sys_choice')
    }
    const there = new Set(choices.map(({ value }) => value))
    const missing = states.filter((state) => !there.has(state))
    return missing.length === 0
      ? passed(...id, `all ${states.length} states of the mapping exist`)
      : failed(...id, `no longer there: ${missing.join(', ')}`, 'edit the project and map again')
  } catch (error) {
    return failedBy(...id, error, 'allow the user behind the integration to read sys_choice')
  }
}

import type { Mapping } from '../../connection/mapping.ts'
import type { CheckedTable } from '../../servicenow/check/check.ts'
import type { Database } from '../../store/database.ts'
import { pairings } from '../../store/pairing.ts'
import { hurryLane } from '../../work/marks.ts'
import type { InstanceDeps } from '../instance-deps.ts'

interface Project {
  readonly table_name: string
  readonly mapping: Mapping
}

/** Tries what the sync will do; what waited for a repaired instance goes on at once. */
export async function checkIntegration(
  database: Database,
  deps: InstanceDeps,
  integration: { readonly id: number; readonly instance_id: number },
  projects: readonly Project[],
) {
  const checked: CheckedTable[] = []
  for (const [table, states] of statesByTable(projects)) {
    const ownTicket = await pairings(database.kysely).ownTicket(integration.instance_id, table)
    checked.push({ table, states: [...states], ownTicket })
  }
  const instance = await deps.reach.open(integration.id)
  const steps = await instance.check(checked)
  const ok = steps.every((step) => step.result !== 'failed')
  if (ok) await hurryLane(database.kysely, integration.instance_id)
  return { ok, steps: steps.map((step) => ({ ...step, remedy: step.remedy ?? '' })) }
}

function statesByTable(projects: readonly Project[]): Map<string, Set<string>> {
  const byTable = new Map<string, Set<string>>()
  for (const { table_name: table, mapping } of projects) {
    const states = byTable.get(table) ?? new Set<string>()
    for (const row of Object.values(mapping.outbound)) {
      for (const { state } of [row, ...row.hops]) states.add(state)
    }
    byTable.set(table, states)
  }
  return byTable
}

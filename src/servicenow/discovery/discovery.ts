import type { Caller } from '../caller.ts'
import type { Tables } from '../table.ts'
import { choices, type Choice } from './choices.ts'
import { fields, type FieldInfo } from './fields.ts'
import { instanceNow } from './instance-clock.ts'
import { priorityLookup, type PriorityLookup } from './priority-lookup.ts'
import { reference, references, type Reference } from './references.ts'
import { chainOf, taskTables, type TaskTable } from './task-tables.ts'

/** What an instance offers, read live: nothing of it is known beforehand. */
export interface Discovery {
  taskTables(): Promise<TaskTable[]>
  chainOf(table: string): Promise<readonly string[]>
  choices(chain: readonly string[], element: string): Promise<Choice[]>
  priorityLookup(table: string): Promise<PriorityLookup>
  /** Null where this user may not know. */
  fields(chain: readonly string[]): Promise<ReadonlyMap<string, FieldInfo> | null>
  /** Records that a reference to `table` can point to, by a part of their names. */
  references(table: string, search: string): Promise<Reference[]>
  reference(table: string, sysId: string): Promise<Reference | null>
  /** The instance's own clock, to the second; null where it does not show it. */
  now(table: string): Promise<Date | null>
}

export function discovery(caller: Caller, tables: Tables): Discovery {
  return {
    taskTables: () => taskTables(tables),
    chainOf: (table) => chainOf(tables, table),
    choices: (chain, element) => choices(tables, chain, element),
    priorityLookup: (table) => priorityLookup(tables, table),
    fields: (chain) => fields(caller, tables, chain),
    references: (table, search) => references(tables, table, search),
    reference: (table, sysId) => reference(tables, table, sysId),
    now: (table) => instanceNow(tables, table),
  }
}

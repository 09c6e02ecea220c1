import type { FieldInfo } from '../../servicenow/discovery/fields.ts'
import type { PriorityLookup } from '../../servicenow/discovery/priority-lookup.ts'
import type { Instance } from '../../servicenow/instance.ts'
import { badRequest } from '../problem.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

export interface TableDetail {
  readonly name: string
  readonly label: string
  readonly states: readonly Choice[]
  readonly impacts: readonly Choice[]
  readonly urgencies: readonly Choice[]
  readonly priorities: readonly Choice[]
  readonly lookup: {
    readonly source: 'instance' | 'stock' | 'none'
    readonly rows: readonly { impact: string; urgency: string; priority: string }[]
  }
  readonly fields: readonly {
    readonly name: string
    readonly label: string
    readonly type: string
    readonly maxLength: number | null
    readonly mandatory: boolean
    /** The table a reference points to, or an empty text. */
    readonly reference: string
    readonly choices: readonly Choice[]
  }[]
}

/** Impact, urgency, priority as ServiceNow ships them (def-prio-lookup-rules). */
const STOCK = ['111', '122', '133', '212', '223', '234', '313', '324', '335'].map(
  ([impact = '', urgency = '', priority = '']) => ({ impact, urgency, priority }),
)

/** All that the form of a project needs to know of a table, read live from the instance. */
export async function tableDetail(instance: Instance, name: string): Promise<TableDetail> {
  const { discovery } = instance
  const table = (await discovery.taskTables()).find((one) => one.name === name)
  if (table === undefined) {
    throw badRequest(
      `The table ${name} does not extend task, or this user may not see it.`,
      'Choose a table from the list.',
      [{ pointer: '/table', detail: 'not a table that extends task' }],
    )
  }
  const choices = (element: string) => discovery.choices(table.chain, element)
  // Side by side; the limiter keeps them within what the instance bears.
  const [states, impacts, urgencies, priorities, lookup, fields] = await Promise.all([
    choices('state'),
    choices('impact'),
    choices('urgency'),
    choices('priority'),
    discovery.priorityLookup(name),
    discovery.fields(table.chain),
  ])
  return {
    name,
    label: table.label,
    states: states.map(plain),
    impacts: impacts.map(plain),
    urgencies: urgencies.map(plain),
    priorities: priorities.map(plain),
    lookup: lookupOf(lookup),
    fields: [...(fields ?? new Map<string, FieldInfo>()).values()]
      .filter((field) => !NOT_OFFERED.test(field.name))
      .map(({ isMandatory, name: field, choices: options, ...rest }) => {
        return {
          name: field,
          label: rest.label,
          type: rest.type,
          maxLength: rest.maxLength,
          reference: rest.reference,
          mandatory: isMandatory,
          choices: [...options],
        }
      })
      .toSorted((a, b) => a.label.localeCompare(b.label, 'en')),
  }
}

/** The system's own fields, and those by which a ticket is ours. */
const NOT_OFFERED = /^(sys_|correlation_|number$|state$|short_description$|description$)/

function plain({ value, label }: Choice): Choice {
  return { value, label }
}

function lookupOf(lookup: PriorityLookup): TableDetail['lookup'] {
  switch (lookup.kind) {
    case 'read':
      return { source: 'instance', rows: lookup.cells.map((cell) => ({ ...cell })) }
    case 'unreadable':
      return { source: 'stock', rows: STOCK }
    case 'none':
      return { source: 'none', rows: [] }
  }
}

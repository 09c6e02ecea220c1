import type { Table } from '../store/table.ts'

/** What a form shows, in two columns and then across the page. */
export interface FormLayout {
  readonly left: readonly string[]
  readonly right: readonly string[]
  readonly wide: readonly string[]
  /** Across the page under a heading of their own. */
  readonly closing: readonly string[]
}

const TASK: FormLayout = {
  left: ['number', 'opened_by', 'opened_at', 'correlation_id', 'correlation_display'],
  right: ['state', 'impact', 'urgency', 'priority', 'assignment_group', 'assigned_to'],
  wide: ['short_description', 'description'],
  closing: ['close_notes'],
}

const LAYOUTS: Readonly<Record<string, FormLayout>> = {
  incident: {
    left: [
      'number',
      'caller_id',
      'category',
      'subcategory',
      'contact_type',
      'opened_at',
      'correlation_id',
    ],
    right: [
      'state',
      'hold_reason',
      'impact',
      'urgency',
      'priority',
      'assignment_group',
      'assigned_to',
    ],
    wide: ['short_description', 'description'],
    closing: ['close_code', 'close_notes', 'resolved_by', 'resolved_at'],
  },
  problem: {
    ...TASK,
    left: ['number', 'category', 'opened_by', 'opened_at', 'correlation_id'],
    closing: ['resolution_code', 'cause_notes', 'fix_notes', 'close_notes'],
  },
  change_request: {
    ...TASK,
    left: ['number', 'type', 'category', 'risk', 'opened_by', 'opened_at', 'correlation_id'],
    wide: ['short_description', 'description', 'justification', 'implementation_plan'],
    closing: ['close_code', 'close_notes'],
  },
  u_vulnerabilities: { ...TASK, left: [...TASK.left, 'u_cve', 'u_scanner'] },
  u_vulnerability_exceptions: { ...TASK, left: [...TASK.left, 'u_cve', 'u_expires'] },
  oauth_entity: {
    left: ['name', 'client_id', 'client_secret', 'active'],
    right: [
      'refresh_token_lifespan',
      'access_token_lifespan',
      'scope_restriction',
      'public_client',
      'user',
    ],
    wide: ['redirect_url', 'comments'],
    closing: [],
  },
}

export function formLayout(table: Table): FormLayout {
  const own = LAYOUTS[table.name]
  if (own !== undefined) return own
  if (table.lineage().some((ancestor) => ancestor.name === 'task')) return TASK
  const names = [...table.columns.keys()].filter((name) => !name.startsWith('sys_'))
  const half = Math.ceil(names.length / 2)
  return { left: names.slice(0, half), right: names.slice(half), wide: [], closing: [] }
}

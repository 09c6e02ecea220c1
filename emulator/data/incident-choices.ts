import { levels, same, type Choices } from './choice-list.ts'

const CLOSE_CODES = [
  'Duplicate',
  'Known error',
  'No resolution provided',
  'Resolved by caller',
  'Resolved by change',
  'Resolved by problem',
  'Resolved by request',
  'Solution provided',
  'Workaround provided',
  'User error',
]

/** What an incident has in place of task's choices, or besides them. */
export const INCIDENT_CHOICES: readonly Choices[] = [
  {
    table: 'incident',
    elements: ['state', 'incident_state'],
    values: [
      ['1', 'New'],
      ['2', 'In Progress'],
      ['3', 'On Hold'],
      ['6', 'Resolved'],
      ['7', 'Closed'],
      ['8', 'Canceled'],
    ],
  },
  { table: 'incident', elements: ['severity'], values: levels() },
  {
    table: 'incident',
    elements: ['hold_reason'],
    values: [
      ['1', 'Awaiting Caller'],
      ['5', 'Awaiting Change'],
      ['3', 'Awaiting Problem'],
      ['4', 'Awaiting Vendor'],
    ],
  },
  {
    table: 'incident',
    elements: ['close_code'],
    values: CLOSE_CODES.map(same),
  },
  {
    table: 'incident',
    elements: ['notify'],
    values: [
      ['1', 'Do Not Notify'],
      ['2', 'Send Email'],
      ['3', 'Phone'],
    ],
  },
  {
    table: 'incident',
    elements: ['category'],
    values: [
      ['inquiry', 'Inquiry / Help'],
      ['software', 'Software'],
      ['hardware', 'Hardware'],
      ['network', 'Network'],
      ['database', 'Database'],
    ],
  },
  dependent(
    'inquiry',
    ['antivirus', 'Anti-Virus'],
    ['email', 'Email'],
    ['internal application', 'Internal Application'],
  ),
  dependent('software', ['email', 'Email'], ['os', 'Operating System']),
  dependent(
    'hardware',
    ['cpu', 'CPU'],
    ['disk', 'Disk'],
    ['keyboard', 'Keyboard'],
    ['memory', 'Memory'],
    ['monitor', 'Monitor'],
    ['mouse', 'Mouse'],
  ),
  dependent(
    'network',
    ['dhcp', 'DHCP'],
    ['dns', 'DNS'],
    ['ip address', 'IP Address'],
    ['vpn', 'VPN'],
    ['wireless', 'Wireless'],
  ),
  dependent('database', ['db2', 'DB2'], ['sql server', 'MS SQL Server'], ['oracle', 'Oracle']),
]

function dependent(category: string, ...values: Choices['values']): Choices {
  return { table: 'incident', elements: ['subcategory'], dependentValue: category, values }
}

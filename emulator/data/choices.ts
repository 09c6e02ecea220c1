import { levels, same, type Choices } from './choice-list.ts'
import { CMDB_CHOICES } from './cmdb-choices.ts'
import { INCIDENT_CHOICES } from './incident-choices.ts'

const TASK_CHOICES: readonly Choices[] = [
  {
    table: 'task',
    elements: ['state'],
    values: [
      ['-5', 'Pending'],
      ['1', 'Open'],
      ['2', 'Work in Progress'],
      ['3', 'Closed Complete'],
      ['4', 'Closed Incomplete'],
      ['7', 'Closed Skipped'],
    ],
  },
  { table: 'task', elements: ['impact', 'urgency'], values: levels() },
  {
    table: 'task',
    elements: ['priority'],
    values: [
      ['1', '1 - Critical'],
      ['2', '2 - High'],
      ['3', '3 - Moderate'],
      ['4', '4 - Low'],
      ['5', '5 - Planning'],
    ],
  },
  {
    table: 'task',
    elements: ['approval'],
    values: [
      ['not requested', 'Not Yet Requested'],
      ['requested', 'Requested'],
      ['approved', 'Approved'],
      ['rejected', 'Rejected'],
    ],
  },
  {
    table: 'task',
    elements: ['escalation'],
    values: [
      ['0', 'Normal'],
      ['1', 'Moderate'],
      ['2', 'High'],
      ['3', 'Overdue'],
    ],
  },
  {
    table: 'task',
    elements: ['upon_reject'],
    values: [
      ['cancel', 'Cancel all future Tasks'],
      ['goto', 'Go to a previous approval path'],
    ],
  },
  {
    table: 'task',
    elements: ['upon_approval'],
    values: [
      ['proceed', 'Proceed to Next Task'],
      ['do_nothing', 'Wait for a User to Close this task'],
    ],
  },
  {
    table: 'task',
    elements: ['contact_type'],
    values: [
      ['chat', 'Chat'],
      ['email', 'Email'],
      ['phone', 'Phone'],
      ['self-service', 'Self-service'],
      ['virtual_agent', 'Virtual Agent'],
      ['walk-in', 'Walk-in'],
      ['integration', 'Integration'],
      ['monitoring', 'Event monitoring'],
    ],
  },
]

/** Stock choices as they ship. A table that has its own for a field uses them in place of task's. */
export const CHOICES: readonly Choices[] = [
  ...TASK_CHOICES,
  ...INCIDENT_CHOICES,
  {
    table: 'problem',
    elements: ['state', 'problem_state'],
    values: [
      ['101', 'New'],
      ['102', 'Assess'],
      ['103', 'Root Cause Analysis'],
      ['104', 'Fix in Progress'],
      ['106', 'Resolved'],
      ['107', 'Closed'],
    ],
  },
  {
    table: 'problem',
    elements: ['resolution_code'],
    values: [
      ['fix_applied', 'Fix Applied'],
      ['risk_accepted', 'Risk Accepted'],
      ['canceled', 'Canceled'],
      ['duplicate', 'Duplicate'],
    ],
  },
  {
    table: 'problem',
    elements: ['category'],
    values: [
      ['software', 'Software'],
      ['hardware', 'Hardware'],
      ['network', 'Network'],
      ['database', 'Database'],
    ],
  },
  {
    table: 'change_request',
    elements: ['state'],
    values: [
      ['-5', 'New'],
      ['-4', 'Assess'],
      ['-3', 'Authorize'],
      ['-2', 'Scheduled'],
      ['-1', 'Implement'],
      ['0', 'Review'],
      ['3', 'Closed'],
      ['4', 'Canceled'],
    ],
  },
  {
    table: 'change_request',
    elements: ['type'],
    values: [
      ['normal', 'Normal'],
      ['standard', 'Standard'],
      ['emergency', 'Emergency'],
    ],
  },
  {
    table: 'change_request',
    elements: ['risk'],
    values: [
      ['1', 'Very High'],
      ['2', 'High'],
      ['3', 'Moderate'],
      ['4', 'Low'],
    ],
  },
  {
    table: 'change_request',
    elements: ['category'],
    values: [
      'Hardware',
      'Software',
      'Service',
      'System Software',
      'Applications Software',
      'Network',
      'Telecom',
      'Documentation',
      'Other',
    ].map(same),
  },
  ...CMDB_CHOICES,
  {
    table: 'change_request',
    elements: ['close_code'],
    values: [
      ['successful', 'Successful'],
      ['successful_issues', 'Successful with issues'],
      ['unsuccessful', 'Unsuccessful'],
    ],
  },
  {
    table: 'change_task',
    elements: ['close_code'],
    values: [
      ['successful', 'Successful'],
      ['unsuccessful', 'Unsuccessful'],
    ],
  },
  {
    table: 'sc_request',
    elements: ['state'],
    values: [
      ['1', 'Open'],
      ['3', 'Closed Complete'],
      ['4', 'Closed Incomplete'],
    ],
  },
  {
    table: 'oauth_entity',
    elements: ['scope_restriction'],
    values: [
      ['broadly_scoped', 'Broadly scoped'],
      ['securely_scoped', 'Securely scoped'],
    ],
  },
  {
    table: 'u_vulnerability_exceptions',
    elements: ['state'],
    values: [
      ['1', 'Requested'],
      ['2', 'Under Review'],
      ['3', 'Granted'],
      ['4', 'Rejected'],
      ['7', 'Expired'],
    ],
  },
]

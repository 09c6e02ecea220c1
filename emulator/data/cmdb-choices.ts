import { same, type Choices } from './choice-list.ts'

export const CMDB_CHOICES: readonly Choices[] = [
  {
    table: 'cmdb_ci',
    elements: ['environment'],
    values: ['Development', 'Production', 'Test'].map(same),
  },
  {
    table: 'cmdb_ci',
    elements: ['install_status'],
    values: [
      ['0', 'Implementing'],
      ['1', 'Installed'],
      ['2', 'On Order'],
      ['3', 'In Maintenance'],
      ['4', 'Pending Install'],
      ['5', 'Pending Repair'],
      ['6', 'In Stock'],
      ['7', 'Retired'],
      ['8', 'Stolen'],
      ['100', 'Absent'],
    ],
  },
  {
    table: 'cmdb_ci',
    elements: ['operational_status'],
    values: [
      ['1', 'Operational'],
      ['2', 'Non-Operational'],
      ['3', 'Repair in Progress'],
      ['4', 'DR Standby'],
      ['5', 'Ready'],
      ['6', 'Retired'],
      ['7', 'Pipeline'],
      ['8', 'Catalog'],
    ],
  },
]

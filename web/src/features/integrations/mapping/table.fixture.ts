import type { TableDetail } from '../../../../../src/http/contract.ts'

const LEVELS = ['1', '2', '3']

/** Tables as a stock instance describes them. */
export function anIncident(differs: Partial<TableDetail> = {}): TableDetail {
  return {
    ...aTask(),
    name: 'incident',
    label: 'Incident',
    states: [
      { value: '1', label: 'New' },
      { value: '2', label: 'In Progress' },
      { value: '3', label: 'On Hold' },
      { value: '6', label: 'Resolved' },
      { value: '7', label: 'Closed' },
      { value: '8', label: 'Canceled' },
    ],
    lookup: { source: 'instance', rows: STOCK_ROWS },
    ...differs,
  }
}

export function aTask(differs: Partial<TableDetail> = {}): TableDetail {
  return {
    name: 'u_task',
    label: 'Security task',
    states: [
      { value: '-5', label: 'Pending' },
      { value: '1', label: 'Open' },
      { value: '2', label: 'Work in Progress' },
      { value: '3', label: 'Closed Complete' },
      { value: '4', label: 'Closed Incomplete' },
      { value: '7', label: 'Closed Skipped' },
    ],
    impacts: LEVELS.map((value) => ({ value, label: value })),
    urgencies: LEVELS.map((value) => ({ value, label: value })),
    priorities: ['1', '2', '3', '4', '5'].map((value) => ({ value, label: value })),
    lookup: { source: 'none', rows: [] },
    fields: [],
    ...differs,
  }
}

/** Impact + urgency − 1 is the priority that ServiceNow ships. */
const STOCK_ROWS = LEVELS.flatMap((impact) =>
  LEVELS.map((urgency) => ({
    impact,
    urgency,
    priority: String(Number(impact) + Number(urgency) - 1),
  })),
)

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { anyName } from './import.fixture.ts'
import { statusWords } from './status-words.ts'

type Summary = Parameters<typeof statusWords>[0]

const fresh: Summary = {
  asset: { id: 3, name: 'Web shop' },
  open: { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0, NOTIFICATION: 0 },
  created: 0,
  tickets: { inStep: 0, waiting: 0, held: 0, refused: 0, unsure: 0, gone: 0 },
  imports: [],
  connection: null,
}
const scan: Summary['imports'][number] = {
  id: 9,
  tool: 'Trivy',
  scope: 'main',
  fileName: 'trivy.json',
  finishedAt: '2026-01-02T03:04:05.678Z',
  newCount: 1,
  reopenedCount: 0,
  fixedCount: 2,
}
const connection: Summary['connection'] = {
  integration: 'ServiceNow',
  instanceUrl: 'https://acme.service-now.com',
  table: 'incident',
  tableLabel: 'Incident',
  trouble: null,
}
const words = (over: Partial<Summary>) =>
  statusWords({ ...fresh, ...over }, 'https://lockstep.example.com').split('\n')

test('an asset with nothing says so, and why it has no tickets', () => {
  expect(words({})).toEqual([
    'Web shop',
    '  Open      none',
    '  Tickets   none: the asset has no project',
    '  Scans     none yet',
    'https://lockstep.example.com/spa/assets/3',
  ])
})

test('what is open comes with its severities, what is in trouble with its reason', () => {
  expect(
    words({
      open: { ...fresh.open, CRITICAL: 2, LOW: 5 },
      created: 4,
      tickets: { ...fresh.tickets, inStep: 6, waiting: 1, refused: 1, gone: 1 },
      imports: [scan, { ...scan, tool: 'Semgrep', scope: '' }],
      connection: { ...connection, trouble: 'ServiceNow wants a log-in' },
    }),
  ).toEqual([
    'Web shop',
    '  Open      7: 2 Critical, 5 Low; 4 more Created, which nobody has looked at',
    '  Tickets   6 in step, 1 waiting, 1 refused by ServiceNow, 1 gone in ServiceNow',
    '  Project   Incident (incident) of ServiceNow, https://acme.service-now.com',
    '  Project   not in order: ServiceNow wants a log-in',
    '  Scans     Trivy on main: 2026-01-02 03:04 UTC, trivy.json, 1 new, 0 reopened, 2 fixed',
    '            Semgrep: 2026-01-02 03:04 UTC, trivy.json, 1 new, 0 reopened, 2 fixed',
    'https://lockstep.example.com/spa/assets/3',
  ])
  expect(words({ connection })[3]).toMatch(/: in order$/)
})

test('a name cannot add a line', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const named = { ...scan, tool: name, scope: name, fileName: name }
      expect(words({ asset: { id: 3, name }, imports: [named] })).toHaveLength(5)
    }),
  )
})

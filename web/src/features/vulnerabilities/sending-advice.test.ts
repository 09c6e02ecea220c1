import { expect, test } from 'vitest'

import { SENDING } from '../../../../src/http/contract.ts'
import { adviceOf } from './sending-advice.ts'

test('whoever is not sent is told what can be done, or that nothing needs to be', () => {
  for (const sending of SENDING.filter((each) => each !== 'sent')) {
    expect(adviceOf({ sending, ticket: null, heldByImport: null }).whatToDo).not.toBe('')
  }
})

test('what an import holds is answered for there, not on the ServiceNow page', () => {
  const held = adviceOf({ sending: 'held', ticket: null, heldByImport: 7 })
  expect(held).toMatchObject({ label: 'Held', leadsTo: null })
  expect(held.whatToDo).toMatch(/^The import/)
})

test('a ticket that is gone is told before anything else', () => {
  const ticket = {
    number: 'INC1',
    url: 'https://x.service-now.com/',
    table: 'incident',
    tableLabel: 'Incident',
    state: '2',
    stateLabel: 'In Progress',
    generation: 1,
    condition: 'gone',
    conditionReason: '',
    readAt: null,
  } as const
  expect(adviceOf({ sending: 'sent', ticket, heldByImport: null }).label).toBe('Ticket gone')
})

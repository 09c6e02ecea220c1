import { expect, test } from 'vitest'

import { INCIDENT, row } from '../../test/support/sync-mapping.ts'
import { syncWorld } from '../../test/support/sync-world.ts'
import { answerImport } from '../http/flow/import-answer.ts'
import { all, on, report, take } from '../ingest/import.fixture.ts'
import { settings } from '../store/setting.ts'

const CLOSING = { close_code: 'Solution provided', close_notes: '{reason}' }
const mapping = {
  outbound: { ...INCIDENT.outbound, RISK_ACCEPTED: row('8'), FIX_ACCEPTED: row('6', CLOSING) },
  inbound: { ...INCIDENT.inbound, '6': 'FIX_ACCEPTED', '8': 'RISK_ACCEPTED' },
} as const

test.concurrent('what a scan closes and finds again, its ticket follows', async () => {
  await using world = await syncWorld({ mapping })
  const { database, assetId } = world
  const both = report([on('a.c', 3), on('b.c', 3)])
  await take(database, assetId, both, { scope: 'main' })
  await world.settled()
  const [gone, still] = await all(database, assetId)
  await take(database, assetId, report([on('b.c', 3)]), { scope: 'main' })
  await world.settled()
  expect(world.ticketOf(gone!.id)).toMatchObject({
    state: '6',
    close_notes: 'No longer found by Scanner (import of report.sarif)',
  })
  expect(world.ticketOf(still!.id)['state']).toBe('1')
  await take(database, assetId, both, { scope: 'main' })
  await world.settled()
  expect(world.ticketOf(gone!.id)['state']).toBe('1')
})

test.concurrent('what an import holds opens no ticket until somebody says so', async () => {
  await using world = await syncWorld()
  const { database, assetId } = world
  await settings(database.kysely).write({ askAbove: 1 })
  const { importId } = await take(database, assetId, report([on('a.c', 3), on('b.c', 3)]))
  await world.settled()
  const [first] = await all(database, assetId)
  expect(await world.vulnerability(first!.id)).toMatchObject({
    sending: 'held',
    sending_reason: `Import ${importId} opens many tickets at once: send it?`,
  })
  expect(world.writes()).toEqual([])
  const ada = { kind: 'person', id: 'p1', name: 'Ada' } as const
  await database.transaction((tx) => answerImport(tx, importId, { answer: 'send' }, ada))
  await world.settled()
  expect(world.writes()).toHaveLength(2)
})

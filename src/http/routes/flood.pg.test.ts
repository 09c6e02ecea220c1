import { expect } from 'vitest'
import { pino } from 'pino'
import { test } from '../../../test/support/database.ts'
import { INSTALLATION, all, on, report, setStatus } from '../../ingest/import.fixture.ts'
import { importReport } from '../../ingest/import-report.ts'
import type { Database } from '../../store/database.ts'
import { backgroundImports } from '../background-imports.ts'
import type { ImportPage, ImportView } from '../contract.ts'
import { startServer } from '../test-kit.ts'
import { pair } from '../../store/pairing.fixture.ts'

const POLICY = { send: true, sendSeverities: ['MEDIUM', 'HIGH'], createAsIdentified: true }

async function start(database: Database, askAbove: number) {
  const deps = { database, installationId: INSTALLATION }
  const imports = backgroundImports(importReport, deps, pino({ level: 'silent' }))
  const server = await startServer(database, { importReport: imports.importReport })
  const client = server.as(await server.person('ADMIN'))
  const policies = await client('GET', '/api/v1/policies')
  await client('PUT', '/api/v1/policies', { ...policies.json<object>(), askAbove })
  const name = `Asset ${Math.random()}`
  const { id: assetId } = (await client('POST', '/api/v1/assets', { name })).json<{ id: number }>()
  await client('PUT', `/api/v1/assets/${assetId}/policy`, POLICY)
  const project = await pair(database, assetId)
  return {
    server,
    assetId,
    client,
    addTicket: project.addTicket.bind(project),
    take: async (results: readonly object[], query = '') => {
      const url = `/api/v1/imports?assetId=${assetId}${query}`
      const begun = await client('POST', url, report(results))
      await imports.settled()
      const path = `/api/v1/imports/${begun.json<{ id: number }>().id}`
      return (await client('GET', path)).json<ImportView>()
    },
    answer: (id: number, answer: object) => client('POST', `/api/v1/imports/${id}/tickets`, answer),
    held: async () => (await all(database, assetId)).map((row) => row.held),
    marks: async () => {
      const { rows } = await database.pool.query<{ revision: number }>(
        `select m.revision from mark m join vulnerability v on v.id = m.vulnerability_id
         where v.asset_id = $1 order by v.id`,
        [assetId],
      )
      return rows.map((row) => row.revision)
    },
  }
}

const results = (level: string, files: readonly string[]) =>
  files.map((file) => ({ ...on(file, 3), level }))
const FLOOD = [
  ...results('error', ['a', 'b']),
  ...results('warning', ['c']),
  ...results('note', ['d']),
]

test('a flood of tickets is held until somebody answers', async ({ database }) => {
  const { server, client, assetId, take, answer, held, marks } = await start(database, 2)
  const asking = async () => {
    const list = await client('GET', `/api/v1/imports?assetId=${assetId}&question=open`)
    return list.json<ImportPage>().items.map(({ id }) => id)
  }
  const counts = { CRITICAL: 0, HIGH: 2, MEDIUM: 1, LOW: 0 }
  const first = await take(FLOOD)
  expect(first.opensTickets).toEqual(counts)
  expect(first.question).toEqual({
    asked: 'open',
    limit: 2,
    counts,
    sent: null,
    answeredBy: null,
  })
  // The policy sends no Low: it is not in question.
  expect(await held()).toEqual([true, true, true, false])
  const again = await take(FLOOD)
  expect(again).toMatchObject({ question: null, opensTickets: { HIGH: 0, MEDIUM: 0 } })
  expect(await asking()).toEqual([first.id])
  const mediums = { answer: 'severities', severities: ['MEDIUM'] }
  expect((await answer(first.id, mediums)).json()).toMatchObject({
    question: { asked: 'answered', counts, sent: ['MEDIUM'], answeredBy: { kind: 'person' } },
  })
  expect(await held()).toEqual([true, true, false, false])
  expect(await marks()).toEqual([1, 1, 2, 1])
  expect(await asking()).toEqual([])
  await answer(first.id, { answer: 'hold' })
  expect(await held()).toEqual([true, true, false, false])
  const sentAll = (await answer(first.id, { answer: 'send' })).json<ImportView>()
  expect(sentAll.question?.sent).toHaveLength(4)
  expect(await held()).toEqual([false, false, false, false])
  expect((await answer(again.id, { answer: 'send' })).statusCode).toBe(409)
  expect((await answer(424_242, { answer: 'send' })).statusCode).toBe(404)
  expect((await answer(first.id, { answer: 'severities', severities: [] })).statusCode).toBe(400)
  const audit = await client('GET', '/api/v1/audit?limit=1')
  expect(audit.json()).toMatchObject({ items: [{ action: 'import.tickets-answered' }] })
  await server.app.close()
})

test('only tickets that would be new are counted', async ({ database }) => {
  const { server, assetId, addTicket, take } = await start(database, 0)
  expect(await take(FLOOD)).toMatchObject({ question: null, opensTickets: { HIGH: 2, MEDIUM: 1 } })
  const [first] = await all(database, assetId)
  await addTicket(first!.id, 'living')
  await setStatus(database, assetId, 'FIX_ACCEPTED')
  // The ticket of one is only moved; Low becomes High, and is sent from then on.
  const [, ...others] = FLOOD.map((result) => ({ ...result, level: 'error' }))
  const summary = await take([FLOOD[0]!, ...others])
  expect(summary).toMatchObject({ reopenedCount: 4, opensTickets: { HIGH: 3, MEDIUM: 0 } })
  await server.app.close()
})

test('the question can be answered beforehand, and rehearsed', async ({ database }) => {
  const { server, client, assetId, take, answer, held } = await start(database, 2)
  const rehearsed = await take(FLOOD, '&dryRun=true')
  expect(rehearsed).toMatchObject({ state: 'rehearsed', question: { asked: 'open' } })
  expect((await answer(rehearsed.id, { answer: 'send' })).statusCode).toBe(409)
  const list = await client('GET', `/api/v1/imports?assetId=${assetId}`)
  expect(list.json<ImportPage>().items).toEqual([])
  expect(await held()).toEqual([])
  const first = await take(FLOOD, '&tickets=HIGH')
  expect(first).toMatchObject({ question: { asked: 'answered', sent: ['HIGH'] } })
  expect(await held()).toEqual([false, false, true, false])
  await server.app.close()
})

test('an asset has a policy of its own, or the general one', async ({ database }) => {
  const { server, client, assetId, take, marks } = await start(database, 0)
  await take(FLOOD)
  const path = `/api/v1/assets/${assetId}/policy`
  expect((await client('GET', path)).json()).toEqual({ own: true, policy: POLICY })
  const before = await marks()
  await client('PUT', path, { ...POLICY, sendSeverities: ['HIGH'] })
  const after = await marks()
  // Only the Medium one loses its ticket-to-be.
  expect(after.map((revision, i) => revision - before[i]!)).toEqual([0, 0, 1, 0])
  const general = await client('DELETE', path)
  expect(general.json()).toMatchObject({ own: false, policy: { sendSeverities: { length: 4 } } })
  expect((await client('GET', '/api/v1/assets/424242/policy')).statusCode).toBe(404)
  const developer = server.as(await server.person('DEVELOPER'))
  expect((await developer('PUT', path, POLICY)).statusCode).toBe(403)
  await server.app.close()
})

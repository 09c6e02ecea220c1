import { expect } from 'vitest'
import type { AssetSummary } from '../contract.ts'
import { pair } from '../../store/pairing.fixture.ts'
import { test } from '../test-kit.ts'

test('where an asset stands, and what keeps its project from working', async ({
  server,
  database: { kysely, ...database },
}) => {
  const client = server.as(await server.person('DEVELOPER'))
  const asset = (await client('POST', '/api/v1/assets', { name: 'Shop' })).json<{ id: number }>()
  const read = async () =>
    (await client('GET', `/api/v1/assets/${asset.id}/summary`)).json<AssetSummary>()
  expect(await read()).toMatchObject({ asset: { name: 'Shop' }, imports: [], connection: null })

  const paired = await pair({ kysely, ...database }, asset.id)
  const add = async (severity: string) => {
    const fresh = { assetId: asset.id, title: severity, severity }
    return (await client('POST', '/api/v1/vulnerabilities', fresh)).json<{ id: number }>().id
  }
  const [gone, living] = [await add('HIGH'), await add('CRITICAL')]
  await add('LOW')
  await paired.addTicket(gone, 'gone')
  await paired.addTicket(living, 'living')
  await kysely
    .updateTable('vulnerability')
    .set({ sending: 'sent' })
    .where('id', '<=', living)
    .execute()
  await kysely
    .updateTable('mark')
    .set({ looked_revision: 1 })
    .where('vulnerability_id', '<=', living)
    .execute()
  expect(await read()).toMatchObject({
    open: { CRITICAL: 1, HIGH: 1, MEDIUM: 0, LOW: 1 },
    tickets: { inStep: 1, waiting: 1, gone: 1 },
    connection: { tableLabel: 'Incident', trouble: null },
  })

  await kysely
    .updateTable('integration')
    .set({ state: 'login_again', state_reason: 'The token was refused' })
    .where('id', '=', paired.integrationId)
    .execute()
  expect((await read()).connection?.trouble).toBe('The token was refused')
  expect((await client('GET', '/api/v1/assets/424242/summary')).statusCode).toBe(404)
})

test('what was fixed and is found again is as new as what nobody has seen before', async ({
  server,
  database: { kysely },
}) => {
  const client = server.as(await server.person('DEVELOPER'))
  const asset = (await client('POST', '/api/v1/assets', { name: 'Old' })).json<{ id: number }>()
  const add = async (title: string) => {
    const fresh = { assetId: asset.id, title, severity: 'HIGH' }
    return (await client('POST', '/api/v1/vulnerabilities', fresh)).json<{ id: number }>().id
  }
  const [seen, again] = [await add('seen'), await add('again')]
  await kysely
    .updateTable('vulnerability')
    .set({ first_seen_at: new Date('2020-01-01') })
    .where('id', 'in', [seen, again])
    .execute()
  await kysely
    .insertInto('history')
    .values({
      vulnerability_id: again,
      actor: JSON.stringify({ kind: 'lockstep' }),
      kind: 'status',
      message: 'Changed status from Fixed to Identified',
      details: JSON.stringify({ import: 1 }),
    })
    .execute()
  const since = async (moment: string) => {
    const query = `assetId=${asset.id}&foundSince=${encodeURIComponent(moment)}`
    const answer = await client('GET', `/api/v1/vulnerabilities?${query}`)
    return answer.json<{ items: { id: number }[] }>().items.map(({ id }) => id)
  }
  await kysely
    .insertInto('finding')
    .values(['main', 'next'].map((scope) => found(seen, scope, scope === 'main')))
    .execute()
  const inScope = async (scope: string) => {
    const answer = await client('GET', `/api/v1/vulnerabilities?assetId=${asset.id}&scope=${scope}`)
    return answer.json<{ total: number }>().total
  }
  // What the scan of main no longer finds is of no scope but the other.
  expect([await inScope('main'), await inScope('next'), await inScope('')]).toEqual([0, 1, 0])
  expect((await client('GET', '/api/v1/vulnerabilities?scope=main')).statusCode).toBe(400)
  expect(await since('2019-12-31T00:00:00Z')).toEqual([again, seen])
  expect(await since('2020-01-02T00:00:00+01:00')).toEqual([again])
})

function found(vulnerabilityId: number, scope: string, isGone: boolean) {
  const source = { tool: 'Acme', rule: 'A-1', fingerprint: 'a', scope }
  return { vulnerability_id: vulnerabilityId, ...source, gone_at: isGone ? new Date() : null }
}

import { expect, test } from 'vitest'

import { and, changedAfter, is } from './query.ts'
import { comeBack, emulated, REDIRECT } from '../../test/support/servicenow/emulated.ts'

const OURS = '0123456789abcdef0123456789abcdef'
const TICKET = { short_description: '[CONVISO] 1 - x', impact: '1', urgency: '2' }

test('a person logs in, and a ticket is created, read and changed in their name', async () => {
  await using w = await emulated('itil')
  const { tables } = w.instance
  const answer = ['sys_id', 'number', 'priority', 'state', 'sys_mod_count']
  const created = await tables.create('incident', { ...TICKET, sys_id: OURS }, answer)
  expect(created).toMatchObject({ sys_id: OURS, priority: '2', state: '1' })
  const changed = await tables.update('incident', OURS, { state: '2' }, answer)
  expect(changed).toMatchObject({ state: '2', sys_mod_count: '1' })
  expect(await tables.read('incident', OURS, ['opened_by', 'state'])).toMatchObject({ state: '2' })
})

test('a second record with the sys_id that we chose is refused, as a known outcome', async () => {
  await using w = await emulated('itil')
  const { tables } = w.instance
  await tables.create('incident', { ...TICKET, sys_id: OURS }, ['sys_id'])
  const again = tables.create('incident', { ...TICKET, sys_id: OURS }, ['sys_id'])
  await expect(again).rejects.toMatchObject({ kind: 'refused', outcome: 'known' })
})

test('a create whose answer was lost has an unknown outcome, and the record is there', async () => {
  for (const kind of ['commit-then-drop', 'commit-then-status', 'empty-body'] as const) {
    await using w = await emulated('itil')
    w.emulator.faults.add({ kind, match: { method: 'POST', table: 'incident' }, times: 1 })
    const creating = w.instance.tables.create('incident', { ...TICKET, sys_id: OURS }, ['sys_id'])
    await expect(creating).rejects.toMatchObject({ kind: 'retry', outcome: 'unknown' })
    expect(await w.instance.tables.read('incident', OURS, ['sys_id'])).toEqual({ sys_id: OURS })
  }
})

test('closing without what the data policy wants names the fields by their labels', async () => {
  await using w = await emulated('itil')
  await w.instance.tables.create('incident', { ...TICKET, sys_id: OURS }, ['sys_id'])
  const closing = w.instance.tables.update('incident', OURS, { state: '6' }, ['state'])
  await expect(closing).rejects.toMatchObject({
    kind: 'refused',
    code: 'data_policy',
    fields: expect.arrayContaining(['Close notes']) as string[],
  })
})

test('a query with an unknown field is not believed', async () => {
  await using w = await emulated('itil')
  const query = and(is('no_such_field', 'banana'))
  const listing = w.instance.tables.list('incident', { query, fields: ['number'], limit: 5 })
  await expect(listing).rejects.toMatchObject({ code: 'query_ignored' })
})

test('changes are read in order, page by page, nothing twice and nothing missed', async () => {
  await using w = await emulated('itil', { records: 23 })
  const { tables } = w.instance
  const seen: string[] = []
  let cursor = { updatedOn: '2000-01-01 00:00:00', sysId: '' }
  for (;;) {
    const query = changedAfter(cursor, [is('sys_class_name', 'incident')])
    const fields = ['sys_id', 'sys_updated_on']
    const { rows } = await tables.list('incident', { query, fields, limit: 7 })
    const last = rows.at(-1)
    if (last === undefined) break
    seen.push(...rows.map((row) => row['sys_id'] ?? ''))
    cursor = { updatedOn: last['sys_updated_on'] ?? '', sysId: last['sys_id'] ?? '' }
  }
  const all = w.emulator.records('incident').map((row) => row['sys_id'])
  expect(seen).toHaveLength(all.length)
  expect(new Set(seen)).toEqual(new Set(all))
})

test('labels and values are read side by side', async () => {
  await using w = await emulated('itil')
  const { rows } = await w.instance.tables.listLabelled('incident', {
    query: and(is('state', '2')),
    fields: ['state', 'caller_id'],
    limit: 1,
  })
  expect(rows[0]).toMatchObject({ values: { state: '2' }, labels: { state: 'In Progress' } })
})

test('a revoked access token is renewed without anybody noticing', async () => {
  await using w = await emulated('itil')
  w.emulator.revokeTokens('access')
  const { rows } = await w.instance.tables.list('incident', { fields: ['number'], limit: 1 })
  expect(rows).toHaveLength(1)
  expect(w.tokens.current.refusal).toBeNull()
})

test('revoked for good, the integration must log in again', { timeout: 10_000 }, async () => {
  await using w = await emulated('itil')
  w.emulator.revokeTokens('all')
  const listing = w.instance.tables.list('incident', { fields: ['number'], limit: 1 })
  await expect(listing).rejects.toMatchObject({ kind: 'reauthorize', code: 'login_again' })
  expect(w.tokens.current.refusal).toContain('refused')
})

test('what Lockstep revokes no longer opens the instance', async () => {
  await using w = await emulated('itil')
  const { oauth } = w.instance
  await oauth.revoke(w.tokens.current.refreshToken ?? '')
  await expect(oauth.refresh(w.tokens.current.refreshToken ?? '')).rejects.toMatchObject({
    kind: 'reauthorize',
  })
})

test('a person who chooses Deny is told so, and no token is asked for', async () => {
  await using w = await emulated('')
  const login = await w.instance.oauth.authorizationUrl(REDIRECT)
  const callback = await comeBack(w.emulator, login, 'itil', 'deny')
  const redeeming = w.instance.oauth.redeemCode({ ...login, callback, redirectUri: REDIRECT })
  await expect(redeeming).rejects.toMatchObject({ kind: 'refused', code: 'access_denied' })
})

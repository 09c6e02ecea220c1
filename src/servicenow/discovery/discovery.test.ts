import { expect, test } from 'vitest'

import { emulated } from '../../../test/support/servicenow/emulated.ts'

test('tables that extend task are found at any depth, with what they extend', async () => {
  await using w = await emulated('itil')
  const tables = await w.instance.discovery.taskTables()
  const incident = tables.find(({ name }) => name === 'incident')
  expect(incident).toEqual({ name: 'incident', label: 'Incident', chain: ['incident', 'task'] })
  expect(tables.some(({ chain }) => chain.length > 2)).toBe(true)
  expect(tables.every(({ chain }) => chain.at(-1) === 'task')).toBe(true)
  expect(await w.instance.discovery.chainOf('incident')).toEqual(['incident', 'task'])
})

test('a user who may not list tables is told which role is missing', async () => {
  await using w = await emulated('viewer')
  await expect(w.instance.discovery.taskTables()).rejects.toMatchObject({
    kind: 'refused',
    remedy: expect.stringContaining('itil') as string,
  })
  expect(await w.instance.discovery.chainOf('incident')).toEqual(['incident', 'task'])
})

test("a table's own states replace those of task; without any it inherits them", async () => {
  await using w = await emulated('itil')
  const { discovery } = w.instance
  const incident = await discovery.choices(['incident', 'task'], 'state')
  expect(incident.map(({ value, label }) => `${value} ${label}`)).toEqual([
    '1 New',
    '2 In Progress',
    '3 On Hold',
    '6 Resolved',
    '7 Closed',
    '8 Canceled',
  ])
  const inherited = await discovery.choices(['x_made_up', 'task'], 'state')
  expect(inherited.map(({ label }) => label)).toContain('Closed Incomplete')
})

test('the priority an instance computes is read from its own rules', async () => {
  await using w = await emulated('itil')
  const { discovery } = w.instance
  const lookup = await discovery.priorityLookup('incident')
  expect(lookup).toMatchObject({ kind: 'read' })
  const cells = lookup.kind === 'read' ? lookup.cells : []
  expect(cells).toHaveLength(9)
  expect(cells).toContainEqual({ impact: '1', urgency: '2', priority: '2' })
  expect(await discovery.priorityLookup('problem')).toMatchObject({ kind: 'read' })
  expect(await discovery.priorityLookup('change_request')).toEqual({ kind: 'none' })
})

test('a user without administrator rights learns the lengths of fields', async () => {
  await using w = await emulated('itil')
  const fields = await w.instance.discovery.fields(['incident', 'task'])
  expect(fields?.get('short_description')).toMatchObject({
    label: 'Short description',
    maxLength: 160,
  })
})

test('without the meta endpoint an administrator learns them from the dictionary', async () => {
  await using w = await emulated('admin')
  const match = { path: '/api/now/ui/meta' }
  w.emulator.faults.add({ kind: 'status', status: 400, match })
  const fields = await w.instance.discovery.fields(['incident', 'task'])
  expect(fields?.get('short_description')).toMatchObject({ maxLength: 160 })
})

test('where nobody may know the fields, that is said instead of "none"', async () => {
  await using w = await emulated('itil')
  const match = { path: '/api/now/ui/meta' }
  w.emulator.faults.add({ kind: 'status', status: 400, match })
  expect(await w.instance.discovery.fields(['incident', 'task'])).toBeNull()
})

test("watermarks go by the instance's own clock", async () => {
  await using w = await emulated('itil')
  const now = await w.instance.discovery.now('incident')
  expect(Math.abs((now?.getTime() ?? 0) - w.emulator.clock.nowMs())).toBeLessThan(2_000)
})

test('what a reference can point to is found by any part of its name, whatever the case', async () => {
  await using w = await emulated('itil')
  const { discovery } = w.instance
  const groups = await discovery.references('sys_user_group', 'DESK')
  expect(groups.map(({ name }) => name)).toEqual(['Service Desk'])
  const [desk] = groups
  expect(await discovery.reference('sys_user_group', desk?.sysId ?? '')).toEqual(desk)
  expect((await discovery.references('sys_user_group', '')).length).toBeGreaterThan(1)
})

test('nothing that is typed becomes syntax of a query, and what it means is still found', async () => {
  await using w = await emulated('itil')
  const { discovery } = w.instance
  expect(await discovery.references('sys_user_group', 'desk^ORname!=x')).toEqual([])
  expect(await discovery.references('sys_user_group', '^')).toEqual([])
  // Without a field called name the instance answers with the whole table: none of it is offered.
  expect(await discovery.references('incident', 'desk')).toEqual([])
})

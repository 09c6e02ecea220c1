import { expect, test } from 'vitest'

import { stableId } from '../../emulator/data/stable-id.ts'
import { INCIDENT, row } from '../../test/support/sync-mapping.ts'
import { syncWorld } from '../../test/support/sync-world.ts'

test.concurrent('a newly identified vulnerability becomes one ticket, by one request', async () => {
  await using world = await syncWorld()
  const id = await world.add('SQL injection in login')
  await world.settled()
  expect(world.ticketOf(id)).toMatchObject({
    short_description: `[CONVISO] ${id} - SQL injection in login`,
    correlation_display: 'Lockstep',
    state: '1',
    impact: '1',
    urgency: '2',
    priority: '2',
    opened_by: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
  expect(world.writes()).toHaveLength(1)
  expect(await world.vulnerability(id)).toMatchObject({ sending: 'sent', sending_reason: '' })
  expect((await world.timeline(id)).map(({ message }) => message)).toEqual([
    `Created Incident ${world.ticketOf(id)['number']} in ServiceNow`,
  ])
})

test.concurrent(
  'a vulnerability in progress is made in the state of Identified, then moved on',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Weak hash', { status: 'IN_PROGRESS' })
    await world.settled()
    const [created, moved, ...more] = world.writes()
    expect(created?.body).toContain('"state":"1"')
    expect(moved?.body).toContain('"state":"2"')
    expect(more).toEqual([])
    // The answer to the create is as good as a reading of the record.
    expect(world.requests('GET').filter(({ path }) => path.endsWith(moved!.path))).toEqual([])
    expect(world.ticketOf(id)['state']).toBe('2')
  },
)

test.concurrent(
  'neither closed, unwanted nor unidentified vulnerabilities get a ticket',
  async () => {
    await using world = await syncWorld()
    await world.database.pool.query(`update policy set send_severities = '{CRITICAL,HIGH}'`)
    const created = await world.add('a', { status: 'CREATED' })
    const accepted = await world.add('b', { status: 'RISK_ACCEPTED' })
    const low = await world.add('c', { severity: 'LOW' })
    await world.settled()
    expect(world.writes()).toEqual([])
    expect((await world.vulnerability(created)).sending_reason).toContain('Created')
    expect((await world.vulnerability(accepted)).sending_reason).toContain('only moves a ticket')
    expect(await world.vulnerability(low)).toMatchObject({ sending: 'excluded' })
  },
)

test.concurrent(
  'a status moved here reaches the ticket, with the fields that closing needs',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Weak hash')
    await world.settled()
    await world.move(id, 'RISK_ACCEPTED', 'behind a firewall')
    await world.settled()
    expect(world.ticketOf(id)).toMatchObject({
      state: '6',
      close_code: 'Solution provided',
      close_notes: 'behind a firewall (Ada)',
    })
    expect(world.writes()).toHaveLength(2)
  },
)

test.concurrent('a status without a mapping makes no call, and one line', async () => {
  await using world = await syncWorld({
    mapping: { outbound: { IDENTIFIED: INCIDENT.outbound.IDENTIFIED } },
  })
  const id = await world.add('Weak hash')
  await world.settled()
  for (const status of ['IN_PROGRESS', 'IDENTIFIED', 'IN_PROGRESS'] as const) {
    await world.move(id, status)
    await world.settled()
  }
  expect(world.writes()).toHaveLength(1)
  const lines = await world.lines('INFO')
  expect(lines.filter(({ message }) => message.includes('In Progress is not mapped'))).toHaveLength(
    1,
  )
})

test.concurrent(
  'changes made at once travel together, and looking again writes nothing',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Weak hash')
    await world.settled()
    await Promise.all([
      world.move(id, 'AWAITING_VALIDATION'),
      world.rewrite(id, { title: 'Weak hash in tokens', severity: 'CRITICAL' }),
      world.look(id),
      world.look(id),
    ])
    await world.settled()
    expect(world.ticketOf(id)).toMatchObject({ state: '3', priority: '1' })
    expect(world.writes().length).toBeLessThanOrEqual(3)
    const before = world.writes().length
    for (let n = 0; n < 5; n++) await world.look(id)
    await world.settled()
    expect(world.writes()).toHaveLength(before)
  },
)

test.concurrent('a hand edit in ServiceNow stays, and only what we change is sent', async () => {
  await using world = await syncWorld()
  const id = await world.add('Weak hash')
  await world.settled()
  world.edit(id, { short_description: 'Renamed by the desk', urgency: '3' })
  await world.settled(1)
  expect(world.writes()).toHaveLength(1)
  await world.database.pool.query('update vulnerability set description = $2 where id = $1', [
    id,
    'More is known',
  ])
  await world.look(id)
  await world.settled()
  expect(world.ticketsOf(id)).toEqual([])
  const [ticket] = world.emulator
    .records('incident')
    .filter((one) => one['short_description'] === 'Renamed by the desk')
  expect(ticket).toMatchObject({ urgency: '3' })
  expect(ticket?.['description']).toContain('More is known')
  const [, update] = world.writes()
  expect(Object.keys(JSON.parse(update?.body ?? '{}'))).toEqual(['description'])
})

test.concurrent('a value that the instance cuts is told once and not sent again', async () => {
  await using world = await syncWorld({
    mapping: { lengths: { short_description: 1000, description: 4000 } },
  })
  const id = await world.add(`Weak hash ${'x'.repeat(300)}`)
  await world.settled()
  expect(world.ticketOf(id)['short_description']).toHaveLength(160)
  for (let n = 0; n < 3; n++) {
    await world.look(id)
    await world.settled(1)
  }
  expect(world.writes()).toHaveLength(1)
  const warned = await world.lines('WARN')
  expect(warned).toHaveLength(1)
  expect(warned[0]).toMatchObject({
    message: 'ServiceNow cut a field',
    details: { field: 'short_description', kept_length: '160' },
  })
})

test.concurrent(
  'a priority other than the promised one is a warning with both values',
  async () => {
    await using world = await syncWorld()
    const [lookup] = world.emulator
      .records('dl_u_priority')
      .filter(({ impact, urgency }) => impact === '1' && urgency === '2')
    world.emulator.edit('dl_u_priority', lookup?.['sys_id'] ?? '', { priority: '4' }, 'admin')
    const id = await world.add('Weak hash')
    await world.settled()
    expect(world.ticketOf(id)['priority']).toBe('4')
    expect(await world.lines('WARN')).toMatchObject([
      { details: { promised: '2', computed: '4', number: world.ticketOf(id)['number'] } },
    ])
    await world.look(id)
    await world.settled()
    expect(world.writes()).toHaveLength(1)
  },
)

test.concurrent('a table without a lookup is sent its priority', async () => {
  await using world = await syncWorld({
    table: 'u_vulnerabilities',
    mapping: { priorityBy: 'direct', outbound: { IDENTIFIED: row('1'), IN_PROGRESS: row('2') } },
  })
  const id = await world.add('Weak hash', { severity: 'CRITICAL' })
  await world.settled()
  expect(world.ticketOf(id)).toMatchObject({ priority: '1', impact: '1', urgency: '1' })
  await world.rewrite(id, { severity: 'LOW' })
  await world.settled()
  expect(world.ticketOf(id)).toMatchObject({ priority: '4', impact: '3', urgency: '2' })
  expect(await world.lines('WARN')).toEqual([])
})

test.concurrent(
  'a field that the instance drops without a word is a warning that names it',
  async () => {
    await using world = await syncWorld({ mapping: { creation: { u_no_such_field: 'x' } } })
    const id = await world.add('Weak hash')
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('1')
    expect(await world.lines('WARN')).toMatchObject([
      { message: 'ServiceNow did not take a field', details: { field: 'u_no_such_field' } },
    ])
  },
)

test.concurrent(
  'a problem is closed through the states it has to pass, with what they ask for',
  async () => {
    await using world = await syncWorld({
      table: 'problem',
      mapping: {
        outbound: {
          IDENTIFIED: row('101'),
          RISK_ACCEPTED: {
            state: '107',
            fields: {
              resolution_code: 'risk_accepted',
              cause_notes: 'Vulnerability {id}',
              close_notes: '{reason}',
            },
            hops: [row('102', { assigned_to: stableId('sys_user:beth.anglin') }), row('103')],
          },
        },
        inbound: { '101': 'IDENTIFIED', '107': 'RISK_ACCEPTED' },
      },
    })
    const id = await world.add('Weak hash')
    await world.settled()
    await world.move(id, 'RISK_ACCEPTED', 'behind a firewall')
    await world.settled(1)
    expect(world.ticketOf(id)).toMatchObject({
      state: '107',
      resolution_code: 'risk_accepted',
      cause_notes: `Vulnerability ${id}`,
      close_notes: 'behind a firewall',
    })
    expect(world.writes().map(({ method }) => method)).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH'])
    expect(await world.status(id)).toBe('RISK_ACCEPTED')
  },
)

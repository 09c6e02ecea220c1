import fc from 'fast-check'
import { expect, test } from 'vitest'

import { STATUSES } from '../vulnerability/status.ts'
import type { Action, Note } from './action.ts'
import { afterBirth, afterNotes } from './expected.ts'
import { plan } from './plan.ts'
import { afterCreate } from './read-back.ts'
import { aFound, inStep, NOW, SYS_ID, sysId, unsent } from './situation.fixture.ts'

const isNote = (action: Action): action is Note => !('pairing' in action) && !('at' in action)
const notesOf = (actions: readonly Action[]) => actions.filter(isNote)

test('a state that ServiceNow moved leaves nothing to do once it is taken over', () => {
  const before = inStep({ theirs: '2' })
  const notes = notesOf(plan(before))
  expect(notes.length).toBeGreaterThan(0)
  const after = afterNotes(before, notes)
  expect(after?.vulnerability.status).toBe('IN_PROGRESS')
  expect(after === null ? [] : plan(after)).toEqual([])
})

test('a new ticket leaves nothing to do, unless our status is further already', () => {
  const created = (status: (typeof STATUSES)[number]) => {
    const start = unsent()
    const before = unsent({ vulnerability: { ...start.vulnerability, status } })
    const create = plan(before).find((action) => action.kind === 'create_ticket')
    if (create === undefined) throw new Error('nothing is created')
    const { reading } = aFound(SYS_ID)
    const answer = {
      ...aFound(SYS_ID),
      reading: { ...reading, fields: { ...reading.fields, ...create.fields } },
    }
    return plan(afterBirth(before, 1, afterCreate(create, answer).ticket))
  }
  expect(created('IDENTIFIED')).toEqual([])
  expect(created('IN_PROGRESS').map(({ kind }) => kind)).toContain('update_ticket')
})

test('what is not known beforehand is not expected', () => {
  expect(afterNotes(inStep(), [{ kind: 'mark_gone', reason: 'deleted' }])).toBeNull()
})

test('notes that are expected are not planned a second time', () => {
  const moves = fc.record({
    ours: fc.constantFrom(...STATUSES),
    theirs: fc.constantFrom('1', '2', '3', '6', '7', '8', '99'),
  })
  fc.assert(
    fc.property(moves, (moved) => {
      const before = inStep(moved, { now: NOW, knownSysIds: [SYS_ID, sysId(9)] })
      const notes = notesOf(plan(before))
      const after = afterNotes(before, notes)
      if (after === null) return
      const again = notesOf(plan(after))
      for (const note of notes) expect(again).not.toContainEqual(note)
    }),
  )
})

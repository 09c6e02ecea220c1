import fc from 'fast-check'
import { expect, test } from 'vitest'

import { outboundRow } from '../connection/mapping.ts'
import { isJudged } from '../vulnerability/status.ts'
import { wishedFields } from './fields.ts'
import { plan } from './plan.ts'
import { meaningOf } from './settle.ts'
import { simulation } from './simulation.fixture.ts'
import type { Simulation } from './simulation.fixture.ts'
import { aMapping, aPairing } from './situation.fixture.ts'
import {
  anySteps,
  anyTemper,
  calmSteps,
  EVEN,
  happen,
  ourSteps,
  theyChange,
} from './steps.fixture.ts'
import type { Step } from './steps.fixture.ts'

const RUNS = { numRuns: 300 }
const anyWinner = fc.constantFrom('servicenow' as const, 'platform' as const)
const hops = [
  { state: '2', fields: {} },
  { state: '4', fields: {} },
]
const outbound = {
  ...aMapping.outbound,
  RISK_ACCEPTED: { state: '6', fields: { close_code: 'Accepted' }, hops },
}

function world(temper = EVEN, winner: 'servicenow' | 'platform' = 'servicenow', withHops = false) {
  const pairing = aPairing({ winner, ...(withHops ? { outbound } : {}) })
  return simulation(temper, { pairing, ticketPairing: pairing })
}

function changesOfOurs(steps: readonly Step[]): number {
  return steps.filter(({ kind }) => kind.startsWith('we ')).length
}

/** Both sides hold what the decision table says they hold at rest. */
function expectAgreement(of: Simulation): void {
  const { ticket, pairing, vulnerability } = of.situation()
  const record = of.record()
  if (ticket === null || pairing === null || record === undefined) return
  const { mapping } = pairing
  const state = record.fields['state'] ?? ''
  expect(ticket.agreed.status).toBe(vulnerability.status)
  expect(ticket.agreed.state).toBe(state)
  expect([vulnerability.status, 'ignore', null]).toContain(
    outboundRow(mapping, vulnerability.status) === null
      ? null
      : meaningOf(mapping, state, vulnerability.status),
  )
  expect(ticket.agreed.sent).toEqual(wishedFields(of.situation(), mapping))
}

test('convergence: when it becomes quiet, both sides agree by the table', () => {
  fc.assert(
    fc.property(calmSteps, anyWinner, fc.boolean(), (steps, winner, withHops) => {
      const of = world(EVEN, winner, withHops)
      for (const step of steps) happen(of, step)
      of.quiet()
      expectAgreement(of)
    }),
    RUNS,
  )
})

test('idempotence: at rest another look does nothing, in any world', () => {
  fc.assert(
    fc.property(anySteps, anyTemper, anyWinner, fc.boolean(), (steps, temper, winner, withHops) => {
      const of = world(temper, winner, withHops)
      for (const step of steps) happen(of, step)
      of.quiet()
      const before = { situation: of.situation(), ...of.count }
      expect(of.look()).toEqual([])
      expect(of.count).toMatchObject({ writes: before.writes, posts: before.posts })
      // To look again is to see again.
      const { now, ticketSeenAt } = of.situation()
      expect(of.situation()).toEqual({ ...before.situation, now, ticketSeenAt })
    }),
    RUNS,
  )
})

test('no echo: at most one write for each change on our side, and none for one on theirs', () => {
  fc.assert(
    fc.property(anySteps, anyTemper, anyWinner, (steps, temper, winner) => {
      const of = world(temper, winner)
      for (const step of steps) happen(of, step)
      of.quiet()
      const { writes, lost, refused, adopted } = of.count
      // A lost answer may cost one repeat; a refused write is tried once in parts.
      const allowed = changesOfOurs(steps) + lost + adopted + 2 * refused
      expect(writes).toBeLessThanOrEqual(allowed)
    }),
    RUNS,
  )
})

test('no echo: a change in ServiceNow alone writes nothing back', () => {
  fc.assert(
    fc.property(
      fc.array(theyChange, { maxLength: 10 }),
      anyTemper,
      anyWinner,
      (steps, temper, winner) => {
        const of = world({ ...temper, refuses: [] }, winner)
        of.quiet()
        const { writes } = of.count
        for (const step of steps) {
          happen(of, step)
          of.quiet()
        }
        expect(of.count.writes).toBe(writes)
      },
    ),
    RUNS,
  )
})

test('one ticket: never two creates outstanding, never two records of one generation', () => {
  fc.assert(
    fc.property(anySteps, anyTemper, (steps, temper) => {
      // The simulation itself throws at a create while another may still commit.
      const of = world(temper)
      for (const step of steps) happen(of, step)
      of.quiet()
      const generations = of.made.map(({ generation }) => generation)
      expect(new Set(generations).size).toBe(generations.length)
    }),
    { numRuns: 600 },
  )
})

test('one ticket: what a backup forgot is found again, whatever was under way', () => {
  fc.assert(
    fc.property(ourSteps, ourSteps, anyTemper, (before, after, temper) => {
      const of = world(temper)
      for (const step of before) happen(of, step)
      of.forget()
      for (const step of after) happen(of, step)
      of.quiet()
      expect(of.made.length).toBeLessThanOrEqual(1)
      expect(of.situation().ticket === null).toBe(of.made.length === 0)
    }),
    { numRuns: 600 },
  )
})

test('nothing is taken for deleted that nobody deleted, however far replicas are behind', () => {
  fc.assert(
    fc.property(calmSteps, anyTemper, (steps, temper) => {
      const of = world(temper)
      for (const step of steps) {
        happen(of, step)
        expect(of.situation().ticket?.condition ?? 'living').toBe('living')
      }
    }),
    RUNS,
  )
})

test('any order: rows heard late, twice, never or in any order end in the same status', () => {
  const moves = fc.array(fc.constantFrom('1', '2', '3', '6', '9', '7', '8'), { maxLength: 6 })
  const last = fc.constantFrom('1', '2', '3', '6', '9')
  fc.assert(
    fc.property(moves, last, fc.array(fc.nat(30), { maxLength: 12 }), (states, final, heard) => {
      const of = world()
      of.quiet()
      for (const state of [...states, final]) happen(of, { kind: 'they move', state })
      for (const which of heard) {
        happen(of, { kind: 'a row is heard', which })
        happen(of, { kind: 'look', fault: null })
      }
      of.quiet()
      expect(of.situation().vulnerability.status).toBe(aMapping.inbound[final])
      expect(of.count.writes).toBe(0)
    }),
    RUNS,
  )
})

test('nothing lost: our last change arrives, whatever answers were lost on the way', () => {
  fc.assert(
    fc.property(ourSteps, fc.boolean(), (steps, withHops) => {
      const of = world(EVEN, 'servicenow', withHops)
      of.quiet()
      for (const step of steps) happen(of, step)
      const { status } = of.situation().vulnerability
      of.quiet()
      expect(of.situation().vulnerability.status).toBe(status)
      const { mapping } = aPairing()
      const row = outboundRow(mapping, status)
      const fields = of.record()?.fields
      if (row !== null) expect(fields?.['state']).toBe(row.state)
      expect(fields).toMatchObject(wishedFields(of.situation(), mapping))
    }),
    RUNS,
  )
})

test('both moved: the side that the pairing names wins', () => {
  const states = ['1', '2', '3', '6', '9'] as const
  const other = fc.constantFrom(...states.slice(1))
  fc.assert(
    fc.property(other, other, anyWinner, (ours, theirs, winner) => {
      const of = world(EVEN, winner)
      of.quiet()
      const [mine, yours] = [aMapping.inbound[ours], aMapping.inbound[theirs]]
      if (mine === undefined || mine === 'ignore') throw new Error('not a status')
      happen(of, { kind: 'we move', status: mine })
      happen(of, { kind: 'they move', state: theirs })
      of.quiet()
      expect(of.situation().vulnerability.status).toBe(winner === 'platform' ? mine : yours)
      expect(of.record()?.fields['state']).toBe(winner === 'platform' ? ours : theirs)
    }),
    RUNS,
  )
})

test('a judgement of ours is never undone by a rule of the instance, only by a person there', () => {
  fc.assert(
    fc.property(
      anyTemper,
      fc.constantFrom('RISK_ACCEPTED' as const, 'FALSE_POSITIVE' as const),
      (temper, status) => {
        const of = world(temper)
        of.quiet()
        happen(of, { kind: 'we move', status })
        of.quiet()
        expect(isJudged(of.situation().vulnerability.status)).toBe(true)
      },
    ),
    RUNS,
  )
})

test('a plan has its notes first, and at most one call or wait, at its end', () => {
  fc.assert(
    fc.property(anySteps, anyTemper, (steps, temper) => {
      const of = world(temper)
      for (const step of steps) {
        happen(of, step)
        const actions = plan(of.situation())
        const outward = actions.filter(
          (action) => 'pairing' in action || action.kind.startsWith('wait'),
        )
        expect(outward.length).toBeLessThanOrEqual(1)
        expect(outward).toEqual(actions.slice(actions.length - outward.length))
      }
    }),
    RUNS,
  )
})

import fc from 'fast-check'

import { never } from '../lib/never.ts'
import type { Severity } from '../vulnerability/severity.ts'
import type { Status } from '../vulnerability/status.ts'
import type { Temper } from './instance.fixture.ts'
import type { Fault, Simulation } from './simulation.fixture.ts'

/** Anything that can happen in the world of a vulnerability and its ticket. */
export type Step =
  | { readonly kind: 'we move'; readonly status: Status }
  | { readonly kind: 'we retitle'; readonly title: string }
  | { readonly kind: 'we rate'; readonly severity: Severity }
  | { readonly kind: 'we ask for another' }
  | { readonly kind: 'we archive' }
  | { readonly kind: 'they move'; readonly state: string }
  | { readonly kind: 'they edit'; readonly field: string }
  | { readonly kind: 'they copy' }
  | { readonly kind: 'they delete' }
  | { readonly kind: 'they clear our key' }
  | { readonly kind: 'a row is heard'; readonly which: number }
  | { readonly kind: 'look'; readonly fault: Fault | null }
  | { readonly kind: 'time passes'; readonly seconds: number }

const status = fc.constantFrom<Status[]>(
  'IDENTIFIED',
  'IN_PROGRESS',
  'AWAITING_VALIDATION',
  'FIX_ACCEPTED',
  'RISK_ACCEPTED',
  'FALSE_POSITIVE',
  'SUPPRESSED',
)
const faults = fc.constantFrom<(Fault | null)[]>(null, 'lost before', 'lost after', 'late', 'crash')

export const weChange: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('we move'), status }),
  fc.record({ kind: fc.constant('we retitle'), title: fc.string({ maxLength: 200 }) }),
  fc.record({
    kind: fc.constant('we rate'),
    severity: fc.constantFrom<Severity[]>('LOW', 'MEDIUM', 'HIGH', 'CRITICAL'),
  }),
)

export const theyChange: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('they move'),
    state: fc.constantFrom('1', '2', '3', '4', '6', '7', '8', '9'),
  }),
  fc.record({
    kind: fc.constant('they edit'),
    field: fc.constantFrom('short_description', 'impact'),
  }),
)

const news: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('a row is heard'), which: fc.nat(30) }),
  fc.record({ kind: fc.constant('look'), fault: fc.constant(null) }),
  fc.record({ kind: fc.constant('look'), fault: faults }),
  fc.record({ kind: fc.constant('time passes'), seconds: fc.integer({ min: 1, max: 400 }) }),
)

/** The rough things, which are rare. */
const upheaval: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('they copy') }),
  fc.record({ kind: fc.constant('they delete') }),
  fc.record({ kind: fc.constant('they clear our key') }),
  fc.record({ kind: fc.constant('we ask for another') }),
  fc.record({ kind: fc.constant('we archive') }),
)

export const calmSteps = fc.array(
  fc.oneof(
    { arbitrary: weChange, weight: 3 },
    { arbitrary: theyChange, weight: 3 },
    { arbitrary: news, weight: 5 },
  ),
  { maxLength: 25 },
)

/** Nobody touches the ticket in ServiceNow, but much goes wrong on the way there. */
export const ourSteps = fc.array(
  fc.oneof({ arbitrary: weChange, weight: 1 }, { arbitrary: news, weight: 2 }),
  { maxLength: 25 },
)

export const anySteps = fc.array(
  fc.oneof(
    { arbitrary: weChange, weight: 3 },
    { arbitrary: theyChange, weight: 3 },
    { arbitrary: news, weight: 6 },
    { arbitrary: upheaval, weight: 1 },
  ),
  { maxLength: 30 },
)

/** An instance that does what it is told, at once. */
export const EVEN: Temper = {
  drops: [],
  cuts: {},
  moves: {},
  refuses: [],
  honoursSysId: true,
  latency: 0,
  commitsAfter: 290,
  hidesFor: 0,
}

const state = fc.constantFrom('1', '2', '3', '4', '6', '9')

export const anyTemper: fc.Arbitrary<Temper> = fc.record({
  drops: fc.subarray(['state', 'impact', 'description', 'close_code', 'short_description']),
  cuts: fc.oneof(
    fc.constant({}),
    fc.record({ short_description: fc.nat(60), description: fc.nat(90) }),
  ),
  moves: fc.dictionary(state, state, { maxKeys: 2 }),
  refuses: fc.uniqueArray(fc.constantFrom('1', '2', '3', '6', '9'), { maxLength: 2 }),
  honoursSysId: fc.boolean(),
  latency: fc.nat(30),
  commitsAfter: fc.integer({ min: 1, max: 329 }),
  hidesFor: fc.nat(25),
})

/** Lets one step happen. What can't happen, such as moving a ticket that isn't, does nothing. */
export function happen(world: Simulation, step: Step): void {
  const { vulnerability, statusChange, ticket, now } = world.situation()
  const record = world.record()
  world.pass(1)
  switch (step.kind) {
    case 'we move':
      return world.set({
        vulnerability: { ...vulnerability, status: step.status },
        statusChange: { ...statusChange, changedAt: now },
      })
    case 'we retitle':
      return world.set({ vulnerability: { ...vulnerability, title: step.title } })
    case 'we rate':
      return world.set({ vulnerability: { ...vulnerability, severity: step.severity } })
    case 'we ask for another':
      return ticket === null ? undefined : world.set({ generation: ticket.generation + 1 })
    case 'we archive':
      return world.set({ archivedAt: now })
    case 'they move':
      return edit(world, { state: step.state })
    case 'they edit':
      return edit(world, {
        [step.field]: step.field === 'impact' ? '3' : `by hand ${now.getTime()}`,
      })
    case 'they copy':
      if (record !== undefined) world.instance.insert(null, record.fields, 'beth.anglin', now)
      return undefined
    case 'they delete':
      if (record !== undefined) world.instance.rows.delete(record.sysId)
      return undefined
    case 'they clear our key':
      return edit(world, { correlation_id: '' })
    case 'a row is heard':
      return world.hear(world.instance.versions[step.which % world.instance.versions.length])
    case 'look':
      world.look(step.fault)
      return undefined
    case 'time passes':
      return world.pass(step.seconds)
    default:
      return never(step)
  }
}

function edit(world: Simulation, values: Record<string, string>): void {
  const record = world.record()
  if (record !== undefined) world.instance.update(record.sysId, values, 'beth.anglin')
}

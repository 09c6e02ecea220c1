import { setTimeout as sleep } from 'node:timers/promises'

import {
  STATUS_LABELS,
  type MappedStatus,
  type Status,
  type VulnerabilityRow,
} from '../../http/contract.ts'
import type { InstanceSide, TicketRecord } from './instance.ts'
import type { LockstepSide } from './lockstep.ts'
import type { DemoProject } from './projects.ts'

/** One change that went from one side to the other, and how long it took. */
export interface Crossing {
  readonly direction: 'out' | 'in'
  readonly ms: number
  readonly what: string
}

export interface Walked {
  readonly project: DemoProject
  readonly assetId: number
}

const PATIENCE_MS = 60_000
const MOVES: readonly MappedStatus[] = [
  'IN_PROGRESS',
  'AWAITING_VALIDATION',
  'RISK_ACCEPTED',
  'FALSE_POSITIVE',
]

/** Waits until every vulnerability of the asset has its ticket. */
export async function untilSent(
  lockstep: LockstepSide,
  instance: InstanceSide,
  { project, assetId }: Walked,
): Promise<void> {
  await until(`all of ${project.asset} are sent`, async () => {
    const rows = await lockstep.vulnerabilities(assetId)
    const tickets = await instance.tickets(project.table)
    return rows.length > 0 && rows.every((row) => ticketOf(tickets, row) !== undefined)
  })
}

/**
 * Moves vulnerabilities here and tickets there, each mapped status once in each direction, and
 * measures how long each change takes to reach the other side.
 */
export async function walk(
  lockstep: LockstepSide,
  instance: InstanceSide,
  walked: Walked,
): Promise<Crossing[]> {
  const rows = await lockstep.vulnerabilities(walked.assetId)
  const [back, returned, ...others] = rows
  if (back === undefined || returned === undefined || others.length < 2 * MOVES.length) {
    throw new Error(`the sample of ${walked.project.asset} is too small`)
  }
  const outward = others.slice(0, MOVES.length)
  const inward = others.slice(MOVES.length, 2 * MOVES.length)
  const crossings: Crossing[] = []
  for (const [at, status] of MOVES.entries()) {
    const [here, there] = [outward[at], inward[at]]
    if (here === undefined || there === undefined) continue
    crossings.push(await moveHere(lockstep, instance, walked, here, status))
    crossings.push(await moveThere(lockstep, instance, walked, there, status))
  }
  // Identified is where all begin: it is left and come back to.
  await moveHere(lockstep, instance, walked, back, 'IN_PROGRESS')
  crossings.push(await moveHere(lockstep, instance, walked, back, 'IDENTIFIED'))
  await moveThere(lockstep, instance, walked, returned, 'IN_PROGRESS')
  crossings.push(await moveThere(lockstep, instance, walked, returned, 'IDENTIFIED'))
  return crossings
}

async function moveHere(
  lockstep: LockstepSide,
  instance: InstanceSide,
  { project }: Walked,
  row: VulnerabilityRow,
  status: MappedStatus,
): Promise<Crossing> {
  await lockstep.move(row.id, status, 'moved by the demo')
  const started = performance.now()
  const state = project.mapping.outbound[status]?.state
  await until(`ticket of ${row.id} is in state ${state}`, async () => {
    return ticketOf(await instance.tickets(project.table), row)?.state === state
  })
  return crossing('out', started, project, status)
}

async function moveThere(
  lockstep: LockstepSide,
  instance: InstanceSide,
  { project }: Walked,
  row: VulnerabilityRow,
  status: MappedStatus,
): Promise<Crossing> {
  const ticket = ticketOf(await instance.tickets(project.table), row)
  const target = project.mapping.outbound[status]
  if (ticket === undefined || target === undefined) throw new Error(`${row.id} has no ticket`)
  const texts = { close_notes: 'Closed in ServiceNow by the demo' }
  const needed = target.fields?.['close_code'] === undefined ? {} : { ...target.fields, ...texts }
  await instance.edit(project.table, ticket.sysId, { ...needed, state: target.state })
  const started = performance.now()
  await until(`vulnerability ${row.id} is ${status}`, async () => {
    return (await lockstep.read(row.id)).status === status
  })
  return crossing('in', started, project, status)
}

function crossing(
  direction: Crossing['direction'],
  started: number,
  project: DemoProject,
  status: Status,
): Crossing {
  const ms = Math.round(performance.now() - started)
  return { direction, ms, what: `${STATUS_LABELS[status]} (${project.table})` }
}

/** By what people read: the short description names the vulnerability. */
export function ticketOf(
  tickets: readonly TicketRecord[],
  { id }: Pick<VulnerabilityRow, 'id'>,
): TicketRecord | undefined {
  return tickets.find((ticket) => ticket.shortDescription.startsWith(`[CONVISO] ${id} - `))
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    if (await isSo()) return
    await sleep(25)
  }
  throw new Error(`waited ${PATIENCE_MS / 1000} s in vain until ${what}`)
}

import { Gauge, type Registry } from 'prom-client'

import type { Database } from '../store/database.ts'
import { facts, type InstanceFact } from '../store/facts.ts'
import { PROBE_FROM } from '../servicenow/limit.ts'

/**
 * Gauges of what the database knows, read when they are asked for: every process tells the same,
 * and what is gone from the database is gone from them.
 */
export function factGauges(register: Registry, { kysely }: Database): () => Promise<void> {
  const gauges: Gauge[] = []
  const gauge = (name: string, help: string, ...labelNames: string[]) => {
    const made = new Gauge({ name: `lockstep_${name}`, help, labelNames, registers: [register] })
    gauges.push(made)
    return made
  }
  const looks = gauge('looks_waiting', 'Looks to be made, now or later', 'servicenow', 'priority')
  const oldest = gauge(
    'looks_oldest_due_seconds',
    'Age of the oldest look that could be made now',
    'servicenow',
    'priority',
  )
  const lanes = gauge('lanes', 'Requests that may be in flight at most', 'servicenow')
  const open = gauge('lanes_open', 'Requests that may be in flight at the moment', 'servicenow')
  const taken = gauge('lanes_in_flight', 'Lanes taken, over all processes', 'servicenow')
  const circuit = gauge('circuit_open', '1 while an instance is given up for dead', 'servicenow')
  const paused = gauge('instance_paused_seconds', 'How long nothing is sent yet', 'servicenow')
  const connected = gauge(
    'integration_connected',
    '0 while ServiceNow wants a log-in',
    'integration',
    'servicenow',
  )
  const ends = gauge(
    'login_end_timestamp_seconds',
    'When the log-in ends and a person must log in again',
    'integration',
    'servicenow',
  )
  const stopped = gauge(
    'creating_stopped',
    '1 while no tickets are made, until "lockstep recover"',
    'servicenow',
  )
  const imports = gauge('imports', 'Imports there are', 'state')
  const troubled = gauge('vulnerabilities_not_in_step', 'Without a ticket in step', 'why')

  return async () => {
    const read = facts(kysely)
    const instances = await read.instances()
    const queue = await read.queue()
    const integrations = await read.integrations()
    const imported = await read.imports()
    const notInStep = await read.notInStep()
    // All at once: a scrape in between finds the old ones or the new ones.
    for (const each of gauges) each.reset()
    for (const fact of instances) {
      const { instance: servicenow } = fact
      for (const priority of ['now', 'backfill']) {
        looks.set({ servicenow, priority }, 0)
        oldest.set({ servicenow, priority }, 0)
      }
      lanes.set({ servicenow }, fact.lanes)
      open.set({ servicenow }, openOf(fact))
      taken.set({ servicenow }, fact.inFlight)
      circuit.set({ servicenow }, fact.failures >= PROBE_FROM ? 1 : 0)
      paused.set({ servicenow }, fact.pausedSeconds)
    }
    for (const { instance, priority, ...fact } of queue) {
      const labels = { servicenow: instance ?? 'none', priority }
      looks.set(labels, fact.looks)
      oldest.set(labels, fact.oldestSeconds)
    }
    for (const { integration, instance: servicenow, ...fact } of integrations) {
      connected.set({ integration, servicenow }, fact.isConnected ? 1 : 0)
      stopped.set({ servicenow }, fact.creatingStopped ? 1 : 0)
      if (fact.loginEndsAt !== null) {
        ends.set({ integration, servicenow }, fact.loginEndsAt.getTime() / 1_000)
      }
    }
    for (const { state, count } of imported) imports.set({ state }, count)
    for (const { sending, count } of notInStep) troubled.set({ why: sending }, count)
  }
}

function openOf({ pausedSeconds, failures, width }: InstanceFact): number {
  if (pausedSeconds > 0) return 0
  return failures >= PROBE_FROM ? Math.min(1, width) : width
}

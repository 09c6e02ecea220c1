import { channel } from 'node:diagnostics_channel'

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

import type { Lanes } from '../servicenow/limiter.ts'
import type { Exchange, Observer } from '../servicenow/observed.ts'
import type { Database } from '../store/database.ts'
import { DELIVERED, type Delivery } from '../store/delivery.ts'
import type { EngineObserver } from './engine.ts'
import { factGauges } from './fact-gauges.ts'

/** What this process counts, and what the database knows when it is asked. */
export interface Metrics extends EngineObserver, Required<Observer> {
  /** In the text format of Prometheus. */
  read(): Promise<string>
  readonly contentType: string
  stop(): void
}

export interface MetricsOptions {
  readonly database: Database
  readonly lanes: Pick<Lanes, 'waiting'>
  readonly version: string
}

const CROSSING = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 300, 900, 3_600]
const REQUEST = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/**
 * The only place that knows of Prometheus: others call hooks, or publish what they did. The label
 * is not `instance`, which Prometheus itself gives to the process it asks.
 */
export function createMetrics({ database, lanes, version }: MetricsOptions): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  new Gauge({
    name: 'lockstep_build_info',
    help: 'Always 1; the version is in the label',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1)

  const deliveries = new Counter({
    name: 'lockstep_deliveries_total',
    help: 'Lines of Recent deliveries that this process wrote, by level',
    labelNames: ['level'],
    registers,
  })
  for (const level of ['info', 'warn', 'error']) deliveries.inc({ level }, 0)
  const looks = new Counter({
    name: 'lockstep_looks_total',
    help: 'Looks that this process made, by what became of them',
    labelNames: ['result'],
    registers,
  })
  for (const result of ['done', 'postponed', 'failed']) looks.inc({ result }, 0)
  const crossing = new Histogram({
    name: 'lockstep_crossing_seconds',
    help: 'From a change on one side to the same on the other: out to ServiceNow, in from it',
    labelNames: ['direction'],
    buckets: CROSSING,
    registers,
  })
  const requests = new Counter({
    name: 'lockstep_servicenow_requests_total',
    help: 'Requests that this process sent, by method and by status class or failure',
    labelNames: ['servicenow', 'method', 'result'],
    registers,
  })
  const duration = new Histogram({
    name: 'lockstep_servicenow_request_seconds',
    help: 'How long they took, without the wait for a lane',
    labelNames: ['servicenow'],
    buckets: REQUEST,
    registers,
  })
  const inFlight = new Gauge({
    name: 'lockstep_servicenow_requests_in_flight',
    help: 'Requests of this process that have no answer yet',
    labelNames: ['servicenow'],
    registers,
  })
  const waiting = new Gauge({
    name: 'lockstep_servicenow_requests_waiting',
    help: 'Requests of this process that wait for a lane',
    labelNames: ['servicenow'],
    registers,
  })
  const connections = new Gauge({
    name: 'lockstep_database_connections',
    help: 'Connections of this process, and who waits for one',
    labelNames: ['state'],
    registers,
  })
  const readFacts = factGauges(register, database)

  const count = (line: unknown) => deliveries.inc({ level: levelOf(line) })
  channel(DELIVERED).subscribe(count)
  return {
    contentType: register.contentType,
    async read() {
      waiting.reset()
      for (const [servicenow, number] of lanes.waiting()) waiting.set({ servicenow }, number)
      const { totalCount, idleCount, waitingCount } = database.pool
      connections.set({ state: 'busy' }, totalCount - idleCount)
      connections.set({ state: 'idle' }, idleCount)
      connections.set({ state: 'wanted' }, waitingCount)
      await readFacts()
      return register.metrics()
    },
    onLook: (result) => looks.inc({ result }),
    onCrossed: (direction, ms) => crossing.observe({ direction }, Math.max(0, ms) / 1_000),
    onSent: (servicenow) => inFlight.inc({ servicenow }),
    onEnded(exchange) {
      const { instance: servicenow, method, ms } = exchange
      inFlight.dec({ servicenow })
      requests.inc({ servicenow, method, result: resultOf(exchange) })
      duration.observe({ servicenow }, ms / 1_000)
    },
    stop() {
      channel(DELIVERED).unsubscribe(count)
    },
  }
}

function resultOf({ status, failure }: Exchange): string {
  return status === null ? (failure ?? 'unknown') : `${Math.floor(status / 100)}xx`
}

/** Published by `store/delivery.ts`, and by nobody else. */
function levelOf(line: unknown): string {
  return (line as Delivery).level.toLowerCase()
}

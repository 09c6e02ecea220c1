import { Pool } from 'undici'

import { ADMIN } from '../src/cli/demo/lockstep.ts'
import { visitor } from '../src/cli/demo/visitor.ts'
import type { Bench } from './support/bench.ts'
import type { LogEntry } from './support/instance.ts'
import { atMost, shown } from './support/row.ts'
import { openStand, type Stand } from './support/stand.ts'
import { median, percentile } from './support/statistics.ts'

const PAUSE_MS = 80

interface Sample {
  /** When the API had answered, or when a bare POST was sent; by the machine's one clock. */
  readonly at: number
  /** By which the request is found in the instance's log. */
  readonly title: string
}

/** Everything in one process, as `npm start` has it, with nothing else to do. */
export const bench: Bench = {
  about: 'from the answer of the API to the arrival of the POST at the instance, one at a time',
  async run(context) {
    await using stand = await openStand({ command: 'start', profiles: context.profiles })
    const perRound = context.size(50)
    const rounds: { ours: number[]; bare: number[] }[] = []
    for (let n = 0; n <= context.rounds; n++) {
      const round = await measured(stand, perRound, n)
      // What is read and compiled at first is no part of the speed.
      if (n > 0) rounds.push(round)
      if (n > 0) context.say(`  ${words(round.ours)}, bare ${words(round.bare)}`)
    }
    const bare = median(rounds.map((round) => percentile(round.bare, 0.5)))
    const p50 = median(rounds.map((round) => percentile(round.ours, 0.5)))
    // A round has too few for its own.
    const p99 = percentile(
      rounds.flatMap((round) => round.ours),
      0.99,
    )
    return [
      shown({ name: 'latency: a bare POST, sent to arrived, p50', value: bare, unit: 'ms' }),
      atMost(5, 'value', {
        name: 'latency: answer of the API to arrival of the POST, p50 above a bare one',
        value: p50 - bare,
        unit: 'ms',
      }),
      atMost(20, 'value', {
        name: 'latency: the same, p99',
        value: p99 - bare,
        unit: 'ms',
      }),
    ]
  },
}

function words(ms: readonly number[]): string {
  return `p50 ${percentile(ms, 0.5).toFixed(1)}, p99 ${percentile(ms, 0.99).toFixed(1)} ms`
}

async function measured({ url, projects }: Stand, count: number, round: number) {
  const { instance, assetId } = projects[0]!
  const api = await signedIn(url)
  const pool = new Pool(instance.url, { connections: 1 })
  await instance.forgetRequests()
  const ours: Sample[] = []
  const bare: Sample[] = []
  for (let n = 0; n < count; n++) {
    const title = `finding ${round} ${n} of ours`
    await api.json('POST', '/api/v1/vulnerabilities', {
      assetId,
      title,
      severity: 'HIGH',
      type: 'SAST',
      status: 'IDENTIFIED',
    })
    ours.push({ at: now(), title })
    await pause()
    bare.push(await barePost(pool, `finding ${round} ${n} of nobody`))
    await pause()
  }
  await pool.close()
  const log = await instance.requests()
  return { ours: took(ours, log), bare: took(bare, log) }
}

async function barePost(pool: Pool, title: string): Promise<Sample> {
  const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`
  const at = now()
  const { body } = await pool.request({
    method: 'POST',
    path: '/api/now/table/incident',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ short_description: title, impact: '1', urgency: '2' }),
  })
  await body.dump()
  return { at, title }
}

function took(samples: readonly Sample[], log: readonly LogEntry[]): number[] {
  const arrivals = log.filter(({ method }) => method === 'POST')
  return samples.map(({ at, title }) => {
    const arrival = arrivals.find(({ body }) => body.includes(`${title}"`))
    if (arrival === undefined) throw new Error(`"${title}" did not arrive`)
    return Math.max(0, Date.parse(arrival.at) - at)
  })
}

async function signedIn(url: string) {
  const person = visitor(url)
  const { email, password } = ADMIN
  await person.json('POST', '/api/auth/sign-in/email', { email, password })
  return person
}

function now(): number {
  return performance.timeOrigin + performance.now()
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
}

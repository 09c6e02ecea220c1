import { randomInt } from 'node:crypto'

import { expect, test } from 'vitest'

import { report } from './report.ts'
import { storm } from './storm.ts'

const SHORT = {
  minutes: 0.1,
  vulnerabilities: 30,
  kills: 3,
  // Late commits, stalls and lags are scaled with it.
  unknownSeconds: 3,
  only: [],
  honourSysId: null,
  settleSeconds: 60,
}

/** One that is always the same, and one that nobody has seen yet: its seed is in the title. */
const seeds = [4, randomInt(1_000_000)]

test.for(seeds)(
  'a short storm breaks no promise (npm run chaos -- --seed %i …)',
  { timeout: 150_000 },
  async (seed) => {
    const outcome = await storm({ ...SHORT, seed }, () => undefined)
    await outcome.cast.leave()
    // The whole story, where there is one to tell.
    expect(outcome.breaches.length === 0 ? '' : report(outcome)).toBe('')
  },
)

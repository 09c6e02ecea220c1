import { setTimeout as sleep } from 'node:timers/promises'

import { Cast, requestSeconds } from './cast.ts'
import { gather, type Evidence } from './checker/evidence.ts'
import { refreshes } from './checker/refreshes.ts'
import { verdicts, type Breach } from './checker/verdicts.ts'
import { dice } from './dice.ts'
import { disasters } from './disasters.ts'
import { faults } from './faults.ts'
import { Ledger } from './ledger.ts'
import { Lockstep } from './lockstep.ts'
import type { Options } from './options.ts'
import { people } from './people.ts'
import { scans } from './scans.ts'
import { serviceNowPeople } from './servicenow-people.ts'
import { Tail } from './tail.ts'
import { recoverIfStopped } from './recovery.ts'
import { TAKEN_OVER_MS } from './take-over.ts'

/** What came of a storm. */
export interface Outcome {
  readonly breaches: readonly Breach[]
  readonly evidence: Evidence
  readonly ledger: Ledger
  readonly tail: Tail
  readonly cast: Cast
  readonly struck: Readonly<Record<string, number>>
  /** From the end of the storm until both sides agreed, or until nobody waited any longer. */
  readonly settledMs: number
}

const MOST_IN_FLIGHT = 4
/** Each asks for a look at every vulnerability there is. */
const MOST_RESTORES = 5

/** Lets it storm, waits until it is calm, and looks whether all promises were kept. */
export async function storm(options: Options, say: (line: string) => void): Promise<Outcome> {
  const ledger = new Ledger()
  const cast = await Cast.enter(options)
  const tail = new Tail(cast.instance, requestSeconds(options) * 1_000)
  try {
    const honourSysId = options.honourSysId ?? dice(options.seed, 'instance').chance(0.5)
    await cast.instance.set({ honourSysId, logLimit: 10_000_000, itilMayClose: false })
    const assets = Math.max(3, Math.min(40, Math.round(options.vulnerabilities / 100)))
    const lockstep = await Lockstep.settle(cast, ledger, assets)
    say(`it begins: ${cast.folder}, the instance ${honourSysId ? 'takes' : 'makes'} the sys_id`)
    await blow(options, { cast, lockstep, ledger, tail }, say)
    const began = performance.now()
    const evidence = await settled(options, { cast, lockstep, ledger, tail })
    const settledMs = performance.now() - began
    const { struck } = cast.proxy
    const breaches = [...verdicts(evidence), ...duringTheStorm(cast, evidence)]
    return { breaches, evidence, ledger, tail, cast, struck, settledMs }
  } catch (error) {
    await cast.leave(true)
    throw error
  }
}

interface Scene {
  readonly cast: Cast
  readonly lockstep: Lockstep
  readonly ledger: Ledger
  readonly tail: Tail
}

async function blow(
  options: Options,
  { cast, lockstep, ledger, tail }: Scene,
  say: (line: string) => void,
): Promise<void> {
  const { seed, vulnerabilities, kills } = options
  const end = Date.now() + options.minutes * 60_000
  const isOn = () => Date.now() < end
  const may = (what: string) => options.only.length === 0 || options.only.includes(what)
  const throwsOf = (name: string) => dice(seed, name)

  const persons = people(cast, lockstep, ledger, throwsOf('people'))
  const scanning = scans(cast, lockstep, ledger, throwsOf('scans'), vulnerabilities)
  const there = serviceNowPeople(cast, ledger, throwsOf('ServiceNow'), options)
  const instance = faults(cast, ledger, throwsOf('faults'), options)
  const machines = disasters(cast, lockstep, ledger, throwsOf('machines'), options, tail, () =>
    persons.act(),
  )
  const pace = throwsOf('pace')

  /** Again and again until the end, with pauses; what fails in a storm is tried again. */
  async function actor(name: string, pauseMs: number, act: () => Promise<unknown>): Promise<void> {
    while (isOn()) {
      await act().catch((error: unknown) => ledger.inVain(name, error))
      await sleep(pace.between(0.2, 1.8) * pauseMs)
    }
  }

  const storming = options.minutes * 60_000
  // Small enough that all are found in two thirds of the time.
  const rounds = Math.max(4, storming / 1_500)
  const atOnce = Math.max(1, Math.ceil((vulnerabilities / rounds) * 1.6))
  const changeMs = Math.max(40, storming / vulnerabilities)
  async function scan(): Promise<void> {
    if (!scanning.isDone || pace.chance(0.2)) await scanning.run(atOnce)
  }

  async function killing(): Promise<void> {
    for (let done = 0; done < kills && isOn();) {
      await sleep(pace.between(0.3, 1.5) * ((end - Date.now()) / (kills - done + 1)))
      if (!isOn() || cast.isDown) continue
      done += await machines.kill().catch((error: unknown) => {
        say(`a kill went wrong: ${String(error)}`)
        return 1
      })
    }
  }

  async function upheavals(): Promise<void> {
    const times = Math.max(1, Math.round(options.minutes / 2))
    for (let n = 0; n < times; n++) {
      await sleep((pace.between(0.3, 0.7) * storming) / times)
      if (!isOn()) return
      if (may('restart')) await machines.restart()
      if (may('restore') && n % Math.ceil(times / MOST_RESTORES) === 0) await machines.restore()
    }
  }

  const walking = [
    actor('scan', 1_200, scan),
    ...(may('here') ? [actor('person', changeMs, () => persons.act())] : []),
    ...(may('here') ? [actor('person', changeMs, () => persons.act())] : []),
    ...(may('there') ? [actor('ServiceNow user', changeMs, () => there.act())] : []),
    actor('unhide', 2_000, () => there.unhide(0.4)),
    actor('fault', 1_500, () => instance.act()),
    actor('log-in', 1_000, () => lockstep.logInIfAsked()),
    actor('tail', 500, () => tail.catchUp()),
    actor('operator', 10_000, () => machines.recover()),
    ...(may('pairing') ? [actor('pairing', Math.max(3_000, storming / 40), machines.pairing)] : []),
    killing(),
    ...(storming >= 60_000 ? [upheavals()] : []),
  ]
  await Promise.all(walking)
  await instance.calm()
  await there.unhide(1)
  await machines.mend()
}

/** A deletion that nobody met with a write is heard of by the sweep of the next day: let it come. */
async function settled(options: Options, scene: Scene): Promise<Evidence> {
  const evidence = await settle(options, scene)
  if (verdicts(evidence).length > 0) return evidence
  await scene.cast.postgres.rows('update inbound_cursor set swept_at = null')
  scene.ledger.isSwept = true
  return settle(options, scene)
}

/** Waits until nothing is wrong any more; after a minute, what is wrong stays wrong. */
async function settle(
  { settleSeconds }: Options,
  { cast, lockstep, ledger, tail }: Scene,
): Promise<Evidence> {
  for (const end = Date.now() + settleSeconds * 1_000; ;) {
    const began = Date.now()
    await recoverIfStopped(cast, ledger)
    await lockstep.logInIfAsked().catch((error: unknown) => ledger.inVain('log-in', error))
    const evidence = await gather(cast, ledger, tail)
    if (Date.now() > end || verdicts(evidence).length === 0) return evidence
    // Most of the machine is for those who have to come to an agreement.
    await sleep(Math.max(1_000, 3 * (Date.now() - began)))
  }
}

function duringTheStorm(cast: Cast, evidence: Evidence): Breach[] {
  const { ledger, tail } = evidence
  const late = ledger.takeOvers.filter(({ ms }) => ms > TAKEN_OVER_MS)
  const most = tail.mostInFlight
  return [
    ...ledger.breaches,
    ...cast.fallen,
    ...refreshes(evidence),
    ...(most > MOST_IN_FLIGHT ? [`${most} requests in flight:\n  ${tail.crowd.join('\n  ')}`] : []),
    ...late.map(({ ms, meanwhile }) => `looks were taken over after ${ms} ms only: ${meanwhile}`),
  ].map((what) => ({ id: 0, what }))
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { freePort } from '../../src/app/free-port.ts'
import { instanceSide } from '../../src/cli/demo/instance.ts'
import { lockstepSide, type LockstepSide } from '../../src/cli/demo/lockstep.ts'
import { INCIDENTS } from '../../src/cli/demo/projects.ts'
import { must } from '../../src/lib/must.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { openEmbedded, type Embedded } from '../../src/store/embedded/embedded.ts'
import { startChild, type Child } from './child.ts'
import { startInstance, type Instance } from './instance.ts'
import { countStatements, writeStatements } from './statements.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Lockstep as it is run, on a PostgreSQL that keeps every promise, beside emulated instances. */
export interface Stand extends AsyncDisposable {
  readonly url: string
  /** What its processes are told. */
  readonly env: Readonly<Record<string, string>>
  /** A way of the bench's own to the same database. */
  readonly database: Database
  readonly lockstep: LockstepSide
  readonly projects: readonly Project[]
  /** Processes of `lockstep worker`, besides those that run already. */
  startWorkers(count: number): Promise<Child[]>
}

/** An asset whose vulnerabilities become incidents of one instance. */
export interface Project {
  readonly instance: Instance
  readonly integrationId: number
  readonly assetId: number
}

export interface StandOptions {
  /** `serve` leaves all work to workers; `start` is everything in one process. */
  readonly command?: 'serve' | 'start'
  readonly lanes?: number
  readonly instances?: number
  readonly pollSeconds?: number
  readonly profiles?: string | null
}

/** Set up through the API as a person would: signs in, logs in to each instance, pairs an asset. */
export async function openStand(options: StandOptions = {}): Promise<Stand> {
  const closing: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).toReversed()) await step()
  }
  try {
    const stand = await build(options, (step) => void closing.push(step))
    return { ...stand, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openDurable(dataDir: string, isProfiled: boolean): Promise<Embedded> {
  const embedded = await openEmbedded({ dataDir })
  if (!isProfiled) return embedded
  await countStatements(embedded.url)
  await embedded.stop()
  return openEmbedded({ dataDir })
}

async function build(
  options: StandOptions,
  later: (step: () => Promise<unknown>) => void,
): Promise<Omit<Stand, keyof AsyncDisposable>> {
  const { command = 'serve', lanes = 4, instances = 1, pollSeconds = 10, profiles = null } = options
  const data = await mkdtemp(join(tmpdir(), 'lockstep-bench-'))
  later(() => rm(data, { recursive: true, force: true }))
  const embedded = await openDurable(data, profiles !== null)
  later(() => embedded.stop())
  if (profiles !== null) later(() => writeStatements(embedded.url, profiles))
  const port = must(await freePort('127.0.0.1'), 'a free port')
  const emulated: Instance[] = []
  for (let n = 0; n < instances; n++) {
    const instance = await startInstance(`http://127.0.0.1:${port}/spa/callback/servicenow`)
    later(async () => instance[Symbol.asyncDispose]())
    emulated.push(instance)
  }
  const env = {
    LOCKSTEP_DATA: data,
    DATABASE_URL: embedded.url,
    PORT: String(port),
    LOCKSTEP_ALLOWED_INSTANCES: emulated.map(({ url }) => url).join(' '),
    LOCKSTEP_LANES: String(lanes),
    LOCKSTEP_LOG: 'error',
  }
  const start = async (name: string, until: RegExp): Promise<Child> => {
    const profiling = profiles === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
    const child = await startChild([...profiling, MAIN, name], env, until)
    later(() => child.stop())
    return child
  }
  const [, url = '', token = ''] = (await start(command, /is at (\S+)[^]*token=(\S+)/)).said
  const database = await openDatabase({ url: embedded.url, maxConnections: 4 })
  later(() => database.close())
  const lockstep = await lockstepSide(url, token)
  const projects: Project[] = []
  for (const instance of emulated) {
    const side = instanceSide(instance.url)
    const integrationId = await lockstep.connect(side, instance.url, pollSeconds)
    // Names are unique, and the next instance's integration is called the same.
    await database.pool.query('update integration set name = $2 where id = $1', [
      integrationId,
      instance.url,
    ])
    const assetId = await lockstep.addAsset(`asset of ${instance.url}`, '')
    await lockstep.pair(integrationId, assetId, INCIDENTS.table, INCIDENTS.mapping)
    projects.push({ instance, integrationId, assetId })
  }
  return {
    url,
    env,
    database,
    lockstep,
    projects,
    startWorkers: (count) =>
      Promise.all(Array.from({ length: count }, () => start('worker', /Lockstep works/))),
  }
}

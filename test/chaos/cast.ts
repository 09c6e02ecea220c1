import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startChild, type Child } from './child.ts'
import { dice, type Dice } from './dice.ts'
import { instanceAt, type Instance } from './instance.ts'
import type { Options } from './options.ts'
import { Postgres } from './postgres.ts'
import { Proxy } from './proxy.ts'
import { freePort } from '../../src/app/free-port.ts'

/** The processes of Lockstep: one serves, two work. */
export const ROLES = ['serve', 'worker-1', 'worker-2'] as const
export type Role = (typeof ROLES)[number]

/** What a calm instance takes for a request. */
export const SERVICE_MS = 3

/** Longer than the instance's slowest commit: who gives up sooner frees a lane that is not free. */
export function requestSeconds({ unknownSeconds }: Options): number {
  return Math.ceil(0.8 * unknownSeconds)
}

/** Everything that runs: Lockstep, its database, the network and the instance behind it. */
export class Cast {
  readonly folder: string
  readonly postgres = new Postgres(() => this.#data)
  readonly url: string
  readonly instance: Instance
  readonly proxy: Proxy
  /** The instance as Lockstep knows it. */
  readonly instanceUrl: string
  /** What ended by itself: no storm may bring a process down. */
  readonly fallen: string[] = []
  readonly #emulator: Child
  readonly #options: Options
  readonly #port: number
  readonly #children = new Map<Role, Child>()
  readonly #dying = new Set<Child>()
  #data: string
  #isDown = false
  #setupLink = ''

  private constructor(
    folder: string,
    options: Options,
    port: number,
    emulator: Child,
    proxy: Proxy,
    way: string,
  ) {
    this.folder = folder
    this.#options = options
    this.#port = port
    this.#emulator = emulator
    this.#data = join(this.folder, 'data')
    this.url = `http://127.0.0.1:${port}`
    this.instance = instanceAt(urlIn(emulator.said))
    this.proxy = proxy
    this.instanceUrl = way
  }

  static async enter(options: Options): Promise<Cast> {
    const port = await portBelowEphemeral()
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-chaos-'))
    const callback = `http://127.0.0.1:${port}/spa/callback/servicenow`
    const emulator = await startChild({
      args: [
        'bin/lockstep-servicenow.mjs',
        '--redirect-uri',
        callback,
        '--service-time',
        String(SERVICE_MS),
      ],
      env: {},
      ready: /listening on \S+\n/,
      log: join(folder, 'emulator.log'),
    })
    const network: Dice = dice(options.seed, 'network')
    const scale = options.unknownSeconds / 20
    const proxy = new Proxy(Number(new URL(urlIn(emulator.said)).port), network, scale)
    const way = `http://127.0.0.1:${await proxy.listen()}`
    const cast = new Cast(folder, options, port, emulator, proxy, way)
    // It outlives whoever started it, unless somebody sees to it.
    process.on('exit', () => cast.postgres.kill(true))
    await cast.startAll()
    return cast
  }

  /** The one-time link of the first start. */
  get setupToken(): string {
    return /token=([\w-]+)/.exec(this.#setupLink)?.[1] ?? ''
  }

  get isDown(): boolean {
    return this.#isDown
  }

  async startAll(): Promise<void> {
    this.#isDown = false
    await this.start('serve')
    await Promise.all([this.start('worker-1'), this.start('worker-2')])
  }

  async start(role: Role): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        const child = await startChild({
          args: ['src/main.ts', role === 'serve' ? 'serve' : 'worker'],
          env: this.#environment(),
          ready: role === 'serve' ? this.#served() : /Lockstep works\n/,
          log: join(this.folder, `${role}.log`),
        })
        if (role === 'serve') this.#setupLink ||= child.said
        this.#children.set(role, child)
        void child.ended.then(() => {
          if (this.#dying.has(child)) return
          this.fallen.push(`${role} ended by itself with ${child.process.exitCode}`)
          this.#children.delete(role)
          if (!this.#isDown) return this.start(role).catch((error: unknown) => this.#fell(error))
        })
        return
      } catch (error) {
        // A database that is killed while somebody starts lets that start fail, which is fair.
        if (tries === 5) throw error
      }
    }
  }

  /** SIGKILL, and nobody starts it again. */
  async kill(role: Role): Promise<boolean> {
    const child = this.#leaving(role)
    await child?.kill()
    return child !== null
  }

  async killAll(): Promise<void> {
    this.#isDown = true
    await Promise.all(ROLES.map((role) => this.kill(role)))
  }

  /** Every process is asked to stop; the last one stops the database. */
  async stopAll(): Promise<number> {
    this.#isDown = true
    const began = performance.now()
    const leaving = ROLES.map((role) => this.#leaving(role))
    await Promise.all(leaving.map(async (child) => child?.stop()))
    return performance.now() - began
  }

  /** A copy of the whole folder, of a time when nothing ran on it. */
  backUp(): string {
    const copy = join(this.folder, 'backup')
    rmSync(copy, { recursive: true, force: true })
    copyAll(this.#data, copy)
    return copy
  }

  /** The backup takes the place of what was there, or runs in another place from now on. */
  async restore(backup: string, isElsewhere: boolean): Promise<void> {
    await this.postgres.leave()
    this.postgres.kill(true)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const gone = join(this.folder, 'gone')
    rmSync(gone, { recursive: true, force: true })
    renameSync(this.#data, gone)
    if (isElsewhere) this.#data = join(this.folder, `data-${Date.now()}`)
    copyAll(backup, this.#data)
  }

  /** A command of the program, as an operator gives it. */
  async command(...args: string[]): Promise<string> {
    const child = await startChild({
      args: ['src/main.ts', ...args],
      env: this.#environment(),
      ready: /\n/,
      log: join(this.folder, 'commands.log'),
    })
    await child.ended
    return child.said
  }

  /** What was logged is kept for those who want to know why. */
  async leave(keepsFolder = false): Promise<void> {
    await this.killAll()
    await this.postgres.leave()
    this.postgres.kill(true)
    this.proxy.stop()
    await this.#emulator.kill()
    await new Promise((resolve) => setTimeout(resolve, 200))
    if (!keepsFolder) rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  /** The first start prints the link that makes the administrator, after all else. */
  #served(): RegExp {
    return this.#setupLink === '' ? /works once\): \S+\n/ : /Lockstep is at \S+\n/
  }

  #fell(error: unknown): void {
    this.fallen.push(String(error))
  }

  #leaving(role: Role): Child | null {
    const child = this.#children.get(role) ?? null
    if (child === null) return null
    this.#dying.add(child)
    this.#children.delete(role)
    return child
  }

  #environment(): Record<string, string> {
    return {
      LOCKSTEP_DATA: this.#data,
      PORT: String(this.#port),
      LOCKSTEP_ALLOWED_INSTANCES: this.instanceUrl,
      LOCKSTEP_REQUEST_TIMEOUT_SECONDS: String(requestSeconds(this.#options)),
      LOCKSTEP_UNKNOWN_OUTCOME_SECONDS: String(this.#options.unknownSeconds),
      LOCKSTEP_LOG: 'info',
    }
  }
}

/** Nobody's outgoing connection takes it while whoever serves there is being started again. */
async function portBelowEphemeral(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = await freePort('127.0.0.1', randomInt(20_000, 32_000))
    if (port !== null) return port
  }
  throw new Error('no free port')
}

/** With owners and modes: PostgreSQL may be another user, who is particular about them. */
function copyAll(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to])
}

function urlIn(said: string): string {
  return /http:\/\/[\d.:]+/.exec(said)?.[0] ?? ''
}

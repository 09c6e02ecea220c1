import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'

import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator.ts'
import { startApp } from '../../src/app/app.ts'
import { openCore, type Core } from '../../src/app/core.ts'
import { freePort } from '../../src/app/free-port.ts'
import { instanceSide } from '../../src/cli/demo/instance.ts'
import { ADMIN, lockstepSide, type LockstepSide } from '../../src/cli/demo/lockstep.ts'
import { visitor, type Visitor } from '../../src/cli/demo/visitor.ts'
import { readConfig } from '../../src/config.ts'
import { must } from '../../src/lib/must.ts'
import { createLog } from '../../src/log.ts'
import { freshDatabaseUrl } from './database.ts'

/** The whole product and an instance, in this process, on a database of their own. */
export interface TestStage extends AsyncDisposable {
  readonly url: string
  readonly emulator: Emulator
  readonly core: Core
  /** The one-time link that makes the administrator. */
  readonly setupLink: string
  /** Everything that was logged, down to debug. */
  readonly logged: () => string
}

export const ROOT = dirname(dirname(import.meta.dirname))

export async function openStage(options: EmulatorOptions = {}): Promise<TestStage> {
  const data = await mkdtemp(join(tmpdir(), 'lockstep-story-'))
  const port = must(await freePort('127.0.0.1'), 'a free port')
  const url = `http://127.0.0.1:${port}`
  const redirectUris = [`${url}/spa/callback/servicenow`]
  const emulator = await startEmulator({ redirectUris, ...options })
  const config = readConfig({
    LOCKSTEP_DATA: data,
    DATABASE_URL: await freshDatabaseUrl(),
    PORT: String(port),
    LOCKSTEP_ALLOWED_INSTANCES: `${emulator.url} http://127.0.0.1:${port}`,
    LOCKSTEP_LOG: 'debug',
  })
  const lines: string[] = []
  const log = createLog('debug', new Writable({ write: (line, _, next) => next(keep(line)) }))
  const keep = (line: unknown) => void lines.push(String(line))
  const core = await openCore(config, log, '0.0.0')
  const app = await startApp(core, { root: ROOT, version: '0.0.0' })
  return {
    url,
    emulator,
    core,
    setupLink: app.setupLink ?? '',
    logged: () => lines.join(''),
    async [Symbol.asyncDispose]() {
      await app.stop()
      await core.close()
      await emulator.stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** The administrator's own tools, on a stage where everything up to the log-in is done. */
export interface Connected {
  readonly admin: LockstepSide
  readonly integrationId: number
  readonly api: Visitor
}

/** What the first story shows by hand: an administrator, logged in to the instance as itil. */
export async function connect(stage: TestStage, pollSeconds = 1): Promise<Connected> {
  const token = new URL(stage.setupLink).searchParams.get('token') ?? ''
  const admin = await lockstepSide(stage.url, token)
  const instance = instanceSide(stage.emulator.url)
  const integrationId = await admin.connect(instance, stage.emulator.url, pollSeconds)
  return { admin, integrationId, api: await signedIn(stage, ADMIN.email, ADMIN.password) }
}

export async function signedIn(
  { url }: Pick<TestStage, 'url'>,
  email: string,
  password: string,
): Promise<Visitor> {
  const person = visitor(url)
  await person.json('POST', '/api/auth/sign-in/email', { email, password })
  return person
}

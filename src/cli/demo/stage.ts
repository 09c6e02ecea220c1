import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startEmulator } from '../../../emulator/emulator.ts'
import { startApp } from '../../app/app.ts'
import { openCore } from '../../app/core.ts'
import { freePort } from '../../app/free-port.ts'
import { readConfig } from '../../config.ts'
import { must } from '../../lib/must.ts'
import { createLog } from '../../log.ts'
import type { Program } from '../start.ts'

/** Everything on one machine: a database, an emulated instance, Lockstep. */
export interface Stage {
  readonly url: string
  readonly instanceUrl: string
  /** The token of the one-time link that makes the administrator. */
  readonly setupToken: string
  /** Stops everything and removes its data: the emulated instance remembers nothing either. */
  close(): Promise<void>
}

const HOST = '127.0.0.1'

/** Sets the stage in a throw-away folder, on the usual ports where they are free. */
export async function setStage(program: Program, ports: readonly [number, number]): Promise<Stage> {
  const data = await mkdtemp(join(tmpdir(), 'lockstep-demo-'))
  const closing: (() => Promise<unknown>)[] = [() => rm(data, { recursive: true, force: true })]
  const close = async () => {
    for (const step of closing.toReversed()) await step()
  }
  try {
    const port = await portNear(ports[0])
    const url = `http://${HOST}:${port}`
    const emulator = await startEmulator({
      port: await portNear(ports[1]),
      host: HOST,
      redirectUris: [`${url}/spa/callback/servicenow`],
    })
    closing.push(() => emulator.stop())
    const config = readConfig({
      LOCKSTEP_DATA: data,
      HOST,
      PORT: String(port),
      LOCKSTEP_ALLOWED_INSTANCES: emulator.url,
      LOCKSTEP_LOG: 'error',
    })
    const core = await openCore(config, createLog(config.logLevel), program.version)
    closing.push(() => core.close())
    const app = await startApp(core, program)
    closing.push(() => app.stop())
    const setupToken = new URL(app.setupLink ?? url).searchParams.get('token') ?? ''
    return { url, instanceUrl: emulator.url, setupToken, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** `wanted`, or any other where somebody has it. */
async function portNear(wanted: number): Promise<number> {
  return (await freePort(HOST, wanted)) ?? must(await freePort(HOST), 'a free port')
}

import type { Command } from 'commander'

import { startApp } from '../app/app.ts'
import { openCore } from '../app/core.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { untilStopped } from './until-stopped.ts'

export interface Program {
  readonly root: string
  readonly version: string
}

/** `lockstep start`: everything in one process. */
export function addStart(program: Command, options: Program): void {
  program
    .command('start')
    .description('serve people and keep both sides in step, in one process')
    .action(() => start(options, process.env))
}

/** `lockstep serve`: the background is left to workers. */
export function addServe(program: Command, options: Program): void {
  program
    .command('serve')
    .description('serve people only; processes of "lockstep worker" keep both sides in step')
    .action(() => start(options, { ...process.env, LOCKSTEP_SERVE_ONLY: 'true' }))
}

async function start(options: Program, env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(env)
  const log = createLog(config.logLevel)
  const core = await openCore(config, log, options.version)
  try {
    const app = await startApp(core, options)
    process.stdout.write(`Lockstep is at ${app.publicUrl}\n`)
    if (app.setupLink !== null) {
      process.stdout.write(`Create the administrator (works once): ${app.setupLink}\n`)
    }
    await untilStopped(log)
    await app.stop()
  } finally {
    await core.close()
  }
}

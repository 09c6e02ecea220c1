import type { Command } from 'commander'
import type { FastifyInstance } from 'fastify'

import { publicUrlOf } from '../app/public-url.ts'
import { startBackground } from '../app/background.ts'
import { openCore, type Core } from '../app/core.ts'
import { handOver } from '../app/hand-over.ts'
import { missing } from '../app/ready.ts'
import { readConfig, type Config } from '../config.ts'
import { buildOperationsServer } from '../http/operations-server.ts'
import { createLog, type Log } from '../log.ts'
import { CommandFailure, EXIT } from './failure.ts'
import type { Program } from './start.ts'
import { untilStopped } from './until-stopped.ts'

/** `lockstep worker`: what keeps both sides in step, without serving anybody. */
export function addWorker(program: Command, { version }: Program): void {
  program
    .command('worker')
    .description('keep both sides in step, and serve nobody; as many as you like')
    .addHelpText('after', HELP)
    .action(() => work(version, process.env))
}

const HELP = `
Needs the database, the sealing key and the PUBLIC_URL of the process that serves: the links
in tickets are made here too. See docs/operating.md.`

async function work(version: string, env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(env)
  const log = createLog(config.logLevel)
  const publicUrl = linkUrl(config, log)
  const core = await openCore(config, log, version)
  try {
    const background = await startBackground(core, publicUrl)
    const operations = await serveOperations(core)
    process.stdout.write('Lockstep works\n')
    await untilStopped(log)
    await handOver(core, [() => background.stop(), () => operations.close()])
  } finally {
    await core.close()
  }
}

/** Health and metrics, where a port is given for them. Nobody stands before it: see metrics-access. */
async function serveOperations(core: Core): Promise<FastifyInstance> {
  const { config, log, metrics } = core
  const server = await buildOperationsServer({
    log,
    checkReady: () => missing(core),
    metrics: { ...metrics, token: config.metricsToken, isLocal: true },
  })
  if (config.metricsPort !== null) {
    await server.listen({ host: config.host, port: config.metricsPort })
  }
  return server
}

function linkUrl(config: Config, log: Log): string {
  const { publicUrl, port, databaseUrl } = config
  if (publicUrl !== null) return publicUrl
  if (port === 0) {
    throw new CommandFailure('a worker cannot know the port that another process was given', {
      exitCode: EXIT.usage,
      remedy: 'Set PUBLIC_URL to the address that people open Lockstep by.',
    })
  }
  const url = publicUrlOf(config, port)
  if (databaseUrl !== null) {
    log.warn({ url }, 'links in tickets will lead to this machine: set PUBLIC_URL')
  }
  return url
}

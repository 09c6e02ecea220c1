import type { Command } from 'commander'

import { createLog } from '../log.ts'
import { demoOnce, prepare, report } from './demo/demo.ts'
import { ADMIN } from './demo/lockstep.ts'
import { INCIDENTS } from './demo/projects.ts'
import { setStage } from './demo/stage.ts'
import type { Program } from './start.ts'
import { untilStopped } from './until-stopped.ts'

/** `lockstep demo`: everything on one machine, with an emulated ServiceNow, nothing to set up. */
export function addDemo(program: Command, options: Program): void {
  program
    .command('demo')
    .description('show everything on this machine, with an emulated ServiceNow instance')
    .option('--once', 'without a person: move statuses on both sides, compare, stop')
    .option('--json', 'with --once: the last line is one JSON object')
    .action(async ({ once, json }: { once?: boolean; json?: boolean }) => {
      if (once === true) return runOnce(options, json === true)
      return runForPeople(options)
    })
}

async function runOnce(options: Program, json: boolean): Promise<void> {
  const result = await demoOnce(options)
  process.stdout.write(`${report(result)}\n`)
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`)
  if (!result.agrees) process.exitCode = 1
}

async function runForPeople(options: Program): Promise<void> {
  const stage = await setStage(options, [8080, 8081])
  try {
    await prepare(options, stage, [INCIDENTS], 5)
    process.stdout.write(
      [
        `Lockstep     ${stage.url}  log in as ${ADMIN.email}, password ${ADMIN.password}`,
        `ServiceNow   ${stage.instanceUrl}  log in as itil, password itil (emulated; administrator: admin, admin)`,
        'Try          move a vulnerability here or its incident there, and watch the other side follow; Ctrl+C ends the demo and removes its data',
        '',
      ].join('\n'),
    )
    await untilStopped(createLog('error'))
  } finally {
    await stage.close()
  }
}

import type { Command } from 'commander'

import { openCore, type Core } from '../app/core.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { sayMoved, stoppedBecause } from '../store/place.ts'
import type { Program } from './start.ts'

/** `lockstep recover`: what happened to a database that found itself in another place. */
export function addRecover(program: Command, { version }: Program): void {
  program
    .command('recover')
    .description('say what happened to a database that was moved, restored or copied')
    .option('--moved', 'it was moved or restored, and the original runs no more')
    .addHelpText('after', `\n${MEANING}`)
    .action(async ({ moved = false }: { moved?: boolean }) => {
      const config = readConfig(process.env)
      // What it would warn of is what we are about to say.
      const core = await openCore(config, createLog('silent'), version)
      try {
        process.stdout.write(`${moved ? await recover(core) : await explain(core)}\n`)
      } finally {
        await core.close()
      }
    })
}

const MEANING = `A database may be a copy whose original still runs: then both would make tickets for the
same vulnerabilities. So Lockstep makes no new ticket as soon as the database runs in another
place than before, or an instance knows tickets of ours that the database does not. What is
there already is kept in step, and everything can be looked at and changed.`

async function recover({ database, place }: Core): Promise<string> {
  const reasons = await stoppedBecause(database)
  // Also where nothing was stopped: whoever has put a backup back knows it before any poll does.
  await sayMoved(database, place)
  return [
    ...(reasons.length === 0
      ? ['Nothing was stopped.']
      : ['Lockstep makes tickets again. It was stopped because:']),
    ...reasons.map((reason) => `  ${reason}`),
    'Every vulnerability is looked at once more, and tickets that this database may have forgotten',
    'are looked for before any is made.',
  ].join('\n')
}

async function explain({ database }: Core): Promise<string> {
  const reasons = await stoppedBecause(database)
  if (reasons.length === 0) {
    return `Nothing is stopped: there is nothing to recover.\n\n${MEANING}`
  }
  return [
    'Lockstep makes no new tickets, because:',
    ...reasons.map((reason) => `  ${reason}`),
    '',
    MEANING,
    '',
    'If the original runs no more, say so:  lockstep recover --moved',
    'If it still runs, leave this as it is: a copy must not make tickets.',
  ].join('\n')
}

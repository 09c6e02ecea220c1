import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'

import type { Command } from 'commander'

import { openStore } from '../app/open-store.ts'
import { keysAtHand } from '../app/secrets.ts'
import { readConfig, type Config } from '../config.ts'
import { idOf } from '../lib/seal.ts'
import { createLog } from '../log.ts'
import { BackupError, type Header } from '../store/backup/format.ts'
import { restore, type Restored } from '../store/backup/restore.ts'
import { CommandFailure, EXIT } from './failure.ts'
import type { Program } from './start.ts'

/** `lockstep import-backup FILE`: a new database made of a backup. */
export function addImportBackup(program: Command, _options: Program): void {
  program
    .command('import-backup <file>')
    .description('make a new, empty database what a file of "lockstep export" holds')
    .addHelpText('after', HELP)
    .action(async (file: string) => {
      const config = readConfig(process.env)
      const store = await openStore(config, createLog('silent'))
      try {
        const lines = linesOf(file)
        const place = await store.place()
        const made = await restore(store.database, place, lines, (header) =>
          haveKey(config, header),
        )
        process.stdout.write(`${words(made)}\n`)
      } catch (error) {
        throw failure(file, error)
      } finally {
        await store.close()
      }
    })
}

const HELP = `
The database must be empty, and the sealing key that the backup was made with must be in place:
LOCKSTEP_SEALING_KEY, or sealing.key in the data folder. Afterwards no tickets are made until
"lockstep recover --moved" has been said: the original may still run.`

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file).on('error', (error) => bytes.destroy(error))
  const bytes = input.pipe(createGunzip())
  const lines = createInterface({ input: bytes, crlfDelay: Infinity })
  // A reader of lines takes the end of a broken file for the end of the file.
  let broken: unknown = null
  bytes.on('error', (error) => {
    broken = error
    lines.close()
  })
  for await (const line of lines) yield line
  if (broken !== null) throw broken
}

async function haveKey(config: Config, { sealedWith }: Header): Promise<void> {
  if (sealedWith === null) return
  const keys = await keysAtHand(config)
  if (keys.some((key) => idOf(key) === sealedWith)) return
  throw new CommandFailure(`the secrets in this backup are sealed with key ${sealedWith}`, {
    exitCode: EXIT.refused,
    remedy:
      'Bring that key: LOCKSTEP_SEALING_KEY, or sealing.key in LOCKSTEP_DATA. See docs/operating.md.',
  })
}

function words({ header, counts }: Restored): string {
  const { vulnerability = 0, ticket = 0 } = counts
  return [
    `Imported the backup of ${header.at}: ${vulnerability} vulnerabilities, ${ticket} tickets.`,
    'No tickets are made until you say that the original runs no more: lockstep recover --moved',
  ].join('\n')
}

function failure(file: string, error: unknown): unknown {
  if (error instanceof BackupError) {
    return new CommandFailure(`${file}: ${error.message}`, {
      exitCode: EXIT.refused,
      remedy: 'Nothing was changed.',
      cause: error,
    })
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code !== 'ENOENT' && !code.startsWith('Z_') && !code.startsWith('ERR_')) return error
  return new CommandFailure(
    code === 'ENOENT' ? `there is no file ${file}` : `${file}: this is not a whole backup`,
    { exitCode: EXIT.refused, remedy: 'Nothing was changed.', cause: error },
  )
}

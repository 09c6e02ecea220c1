import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

import type { Command } from 'commander'

import { openStore } from '../app/open-store.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { dump } from '../store/backup/dump.ts'
import type { Program } from './start.ts'

/** `lockstep export FILE`: a backup that any database can be made of. */
export function addExport(program: Command, { version }: Program): void {
  program
    .command('export <file>')
    .description('write a backup of everything into a new file, while Lockstep runs')
    .addHelpText('after', HELP)
    .action(async (file: string) => {
      const store = await openStore(readConfig(process.env), createLog('silent'))
      try {
        await write(file, dump(store.database, version))
      } finally {
        await store.close()
      }
      process.stdout.write(
        `Exported to ${file}\nKeep the sealing key elsewhere: secrets stay sealed.\n`,
      )
    })
}

const HELP = `
The file is gzipped JSON, a row a line. Secrets in it stay sealed: they open with the sealing key
only, which it does not hold. The vulnerabilities are readable: keep it as safe as the database.
Give it back with: lockstep import-backup FILE`

/** Written aside and renamed: a file of that name is a whole one. */
async function write(file: string, lines: AsyncIterable<string>): Promise<void> {
  const aside = `${file}.part`
  try {
    const out = createWriteStream(aside, { mode: 0o600, flush: true })
    await pipeline(Readable.from(ended(lines)), createGzip(), out)
    await rename(aside, file)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
}

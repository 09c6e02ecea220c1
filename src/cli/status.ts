import type { Command } from 'commander'

import { AssetSummary } from '../http/schema/asset.ts'
import { assetNamed } from './asset.ts'
import { environmentHelp, say, withServerOptions, type ServerOptions } from './connect.ts'
import type { Program } from './start.ts'
import { statusWords } from './status-words.ts'

interface Options extends ServerOptions {
  readonly asset: string
}

/** `lockstep status`: where an asset stands. */
export function addStatus(program: Command, { version }: Program): void {
  withServerOptions(
    program
      .command('status')
      .description('say where an asset stands: what is open, its tickets, its last scans')
      .requiredOption('--asset <name>', 'the asset, by its exact name'),
  )
    .addHelpText('after', HELP)
    .action(({ asset: name, ...options }: Options) =>
      say(options, version, async (api) => {
        const { id } = await assetNamed(api, name)
        const summary = await api.get(`/assets/${id}/summary`, AssetSummary)
        return { text: statusWords(summary, api.url), json: summary }
      }),
    )
}

const HELP = `
${environmentHelp('an API key of any profile')}

Exit codes:
  0  said, whatever it says
  1  Lockstep failed
  2  the command was called wrongly, or there is no such asset
  3  Lockstep cannot be reached, or does not permit it

Example:
  lockstep status --asset "Web shop" --json | jq .open.CRITICAL`

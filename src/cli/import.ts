import type { Command } from 'commander'

import { REPORT_FORMATS_LISTED } from '../vulnerability/report-formats.ts'
import type { Api } from './api.ts'
import { assetNamed } from './asset.ts'
import {
  environmentHelp,
  say,
  withServerOptions,
  type Said,
  type ServerOptions,
} from './connect.ts'
import { CommandFailure, EXIT } from './failure.ts'
import { sendingWords, stateWords, summary } from './import-words.ts'
import { progress, type Progress } from './progress.ts'
import { reportFile, type ReportFile } from './report-file.ts'
import type { Program } from './start.ts'
import { upload, watch, type Import } from './upload.ts'

interface Options extends ServerOptions {
  readonly asset: string
  readonly createAsset?: boolean
}

/** `lockstep import`: a scanner's report into a Lockstep that runs somewhere, from a build. */
export function addImport(program: Command, { version }: Program): void {
  withServerOptions(
    program
      .command('import')
      .description("import a scanner's report into an asset")
      .argument('<file>', 'the report, up to 200 MB')
      .requiredOption('--asset <name>', 'the asset that was scanned, by its exact name')
      .option('--create-asset', 'make the asset if there is none of that name'),
  )
    .addHelpText('after', HELP)
    .action((file: string, options: Options) =>
      say(options, version, async (api) => importFile(api, await reportFile(file), options)),
    )
}

const HELP = `
Reads ${REPORT_FORMATS_LISTED};
a report's format is known by its content.

Waits until the import is over: a report is taken whole or not at all.

${environmentHelp('an API key of profile Developer or Admin')}

Exit codes:
  0  imported
  1  not imported: the report cannot be read
  2  the command was called wrongly, or there is no such asset
  3  Lockstep cannot be reached, or does not permit it

Example:
  LOCKSTEP_URL=https://lockstep.example.com lockstep import results.sarif --asset "Web shop"`

async function importFile(
  api: Api,
  report: ReportFile,
  { asset: name, createAsset = false }: Options,
): Promise<Said> {
  const shown = shownProgress()
  try {
    const asset = await assetNamed(api, name, createAsset)
    const begun = await upload(api, asset.id, report, (sent) =>
      shown.say(sendingWords(sent, report.size)),
    )
    const over = await watch(api, begun, (now) => shown.say(stateWords(now)))
    if (over.state === 'failed') throw notImported(over)
    return { text: summary(over, api.url), json: { import: over } }
  } finally {
    shown.end()
  }
}

function shownProgress(): Progress {
  const { env, stderr } = process
  const isTerminal = stderr.isTTY && (env['CI'] ?? '') === ''
  return progress({ isTerminal, write: (text) => stderr.write(text) }, Date.now)
}

function notImported({ fileName, error }: Import): CommandFailure {
  return new CommandFailure(`${fileName} was not imported: ${error ?? 'no reason was given'}`, {
    exitCode: EXIT.failed,
  })
}

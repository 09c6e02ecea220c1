import type { Command } from 'commander'

import { REPORT_FORMATS_LISTED } from '../vulnerability/report-formats.ts'
import { apiUrl, connectApi, isInTheClear } from './api.ts'
import { assetNamed } from './asset.ts'
import { CommandFailure, EXIT } from './failure.ts'
import { sendingWords, stateWords, summary } from './import-words.ts'
import { progress } from './progress.ts'
import { reportFile } from './report-file.ts'
import type { Program } from './start.ts'
import { upload, watch, type Import } from './upload.ts'

interface Options {
  readonly asset: string
  readonly createAsset?: boolean
  readonly url?: string
  readonly json?: boolean
}

const DEFAULT_URL = 'http://127.0.0.1:8080'

/** `lockstep import`: a scanner's report into a Lockstep that runs somewhere, from a build. */
export function addImport(program: Command, { version }: Program): void {
  program
    .command('import')
    .description("import a scanner's report into an asset")
    .argument('<file>', 'the report, up to 200 MB')
    .requiredOption('--asset <name>', 'the asset that was scanned, by its exact name')
    .option('--create-asset', 'make the asset if there is none of that name')
    .option('--url <url>', `where Lockstep is (default: LOCKSTEP_URL, or ${DEFAULT_URL})`)
    .option('--json', 'print what came of it as one JSON object')
    .addHelpText('after', HELP)
    .action(async (file: string, options: Options) => {
      const { env, stdout } = process
      const imported = await importFile(file, options, env, version).catch((error: unknown) => {
        if (options.json === true) stdout.write(`${JSON.stringify(failed(error))}\n`)
        throw error
      })
      stdout.write(`${options.json === true ? JSON.stringify(imported.json) : imported.text}\n`)
    })
}

const HELP = `
Reads ${REPORT_FORMATS_LISTED};
a report's format is known by its content.

Waits until the import is over: a report is taken whole or not at all.

Environment:
  LOCKSTEP_API_KEY     an API key of profile Developer or Admin; needed
  LOCKSTEP_URL         the address that people open Lockstep by
  HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS  where the network needs them

Exit codes:
  0  imported
  1  not imported: the report cannot be read, or there is no such asset
  2  the command was called wrongly
  3  Lockstep cannot be reached, or does not permit it

Example:
  LOCKSTEP_URL=https://lockstep.example.com lockstep import results.sarif --asset "Web shop"`

async function importFile(
  file: string,
  { asset: name, createAsset = false, url }: Options,
  env: NodeJS.ProcessEnv,
  version: string,
) {
  const key = env['LOCKSTEP_API_KEY'] ?? ''
  if (key === '') {
    throw new CommandFailure('LOCKSTEP_API_KEY is not set', {
      exitCode: EXIT.usage,
      remedy:
        'Make an API key in Lockstep (your name > Password and API keys) and set LOCKSTEP_API_KEY to it.',
    })
  }
  const report = await reportFile(file)
  const at = apiUrl(url ?? (env['LOCKSTEP_URL'] || DEFAULT_URL))
  const api = connectApi({ url: at, key, version })
  const { stderr } = process
  if (isInTheClear(at)) stderr.write(`warning: the API key goes to ${at} unencrypted: use https\n`)
  const shown = progress(
    {
      isTerminal: stderr.isTTY && (env['CI'] ?? '') === '',
      write: (text) => stderr.write(text),
    },
    Date.now,
  )
  try {
    const asset = await assetNamed(api, name, createAsset)
    const begun = await upload(api, asset.id, report, (sent) =>
      shown.say(sendingWords(sent, report.size)),
    )
    const over = await watch(api, begun, (now) => shown.say(stateWords(now)))
    if (over.state === 'failed') throw notImported(over)
    return { text: summary(over, api.url), json: { ok: true, import: over } }
  } finally {
    shown.end()
    await api.close()
  }
}

function notImported({ fileName, error }: Import): CommandFailure {
  return new CommandFailure(`${fileName} was not imported: ${error ?? 'no reason was given'}`, {
    exitCode: EXIT.failed,
  })
}

function failed(error: unknown) {
  const remedy = error instanceof CommandFailure ? error.remedy : null
  return { ok: false, error: error instanceof Error ? error.message : String(error), remedy }
}

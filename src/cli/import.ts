import { InvalidArgumentError, type Command } from 'commander'
import { statSync } from 'node:fs'

import { REPORT_FORMATS_LISTED } from '../vulnerability/report-formats.ts'
import { MAPPED_SEVERITIES } from '../vulnerability/severity.ts'
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
import { reportFile } from './report-file.ts'
import type { Program } from './start.ts'
import { upload, watch, type Import, type ImportWish } from './upload.ts'

interface Options extends ServerOptions {
  readonly asset: string
  readonly createAsset?: boolean
  /** `true`: without a name. */
  readonly scope?: string | true
  readonly allowEmpty?: boolean
  readonly dryRun?: boolean
  readonly tickets?: string
}

/** `lockstep import`: what a scanner found into a Lockstep that runs somewhere, from a build. */
export function addImport(program: Command, { version }: Program): void {
  withServerOptions(
    program
      .command('import')
      .description("import a scanner's report into an asset")
      .argument('<files...>', 'the report, up to 200 MB; or several that are one scan')
      .requiredOption('--asset <name>', 'the asset that was scanned, by its exact name')
      .option('--create-asset', 'make the asset if there is none of that name')
      .option(
        '--scope [name]',
        'what the tool no longer finds is fixed; of this branch or path only',
      )
      .option(
        '--allow-empty',
        'with --scope: close also on a report without findings, or not whole',
      )
      .option('--dry-run', 'say what would happen, and change nothing')
      .option('--tickets <which>', 'send, hold, or severities such as critical,high', tickets),
  )
    .addHelpText('after', HELP)
    .action((files: string[], options: Options) =>
      say(options, version, (api) => importFiles(api, files, options)),
    )
}

const HELP = `
Reads ${REPORT_FORMATS_LISTED};
a report's format is known by its content.

Waits until the import is over: all files are taken whole, or nothing is.

With --scope the import is a statement: this is all that the tool finds in the asset, or in the
branch or path that is named. What it found there before and no longer finds becomes Fixed.
Write --scope after the files, or --scope=NAME. Without it an import only adds.

More tickets than the policies let out without a question are held until somebody answers in
Lockstep. --tickets answers beforehand.

${environmentHelp('an API key of profile Developer or Admin')}

Exit codes:
  0  imported, or rehearsed
  1  not imported: a report cannot be read
  2  the command was called wrongly, or there is no such asset
  3  Lockstep cannot be reached, or does not permit it

Examples:
  LOCKSTEP_URL=https://lockstep.example.com lockstep import results.sarif --asset "Web shop"
  lockstep import trivy.json semgrep.json --asset "Web shop" --scope main --dry-run`

async function importFiles(api: Api, paths: string[], options: Options): Promise<Said> {
  refuseFileAsScope(options.scope)
  const reports = []
  for (const path of paths) reports.push(await reportFile(path))
  const size = reports.reduce((sum, report) => sum + report.size, 0)
  const shown = shownProgress()
  try {
    const asset = await assetNamed(api, options.asset, options.createAsset ?? false)
    const begun = await upload(api, asset.id, reports, wishOf(options), (sent) =>
      shown.say(sendingWords(sent, size), sent / size),
    )
    const over = await watch(api, begun, (now) => shown.say(stateWords(now)))
    if (over.state === 'failed') throw notImported(over)
    return { text: summary(over, api.url), json: { import: over } }
  } finally {
    shown.end()
  }
}

/** The name is optional: a file right behind the option would be taken for it, and left out. */
function refuseFileAsScope(scope: string | true | undefined): void {
  if (typeof scope !== 'string') return
  if (statSync(scope, { throwIfNoEntry: false })?.isFile() !== true) return
  throw new CommandFailure(`--scope took the file ${scope} for the name of a branch or path`, {
    exitCode: EXIT.usage,
    remedy: 'Write --scope after the files.',
  })
}

function wishOf({ scope, allowEmpty, dryRun, tickets: answer }: Options): ImportWish {
  return {
    ...(scope === undefined ? {} : { scope: scope === true ? '' : scope }),
    ...(allowEmpty === undefined ? {} : { allowEmpty }),
    ...(dryRun === undefined ? {} : { dryRun }),
    ...(answer === undefined ? {} : { tickets: answer }),
  }
}

function tickets(text: string): string {
  if (text === 'send' || text === 'hold') return text
  const severities: readonly string[] = MAPPED_SEVERITIES
  const given = text.toUpperCase().split(',')
  if (given.every((one) => severities.includes(one))) return given.join(',')
  throw new InvalidArgumentError('Allowed are send, hold, or of critical, high, medium, low some.')
}

function shownProgress(): Progress {
  const { env, stderr } = process
  const isTerminal = stderr.isTTY && (env['CI'] ?? '') === ''
  const columns = stderr.columns || 80
  return progress({ isTerminal, columns, write: (text) => stderr.write(text) }, Date.now)
}

function notImported({ fileName, error }: Import): CommandFailure {
  return new CommandFailure(`${fileName} was not imported: ${error ?? 'no reason was given'}`, {
    exitCode: EXIT.failed,
  })
}

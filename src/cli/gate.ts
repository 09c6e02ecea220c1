import { InvalidArgumentError, type Command } from 'commander'

import { AssetSummary } from '../http/schema/asset.ts'
import { VulnerabilityPage } from '../http/schema/vulnerability.ts'
import { SEVERITIES, type Severity } from '../vulnerability/severity.ts'
import { OPEN_STATUSES } from '../vulnerability/status.ts'
import type { Api } from './api.ts'
import { assetNamed } from './asset.ts'
import { environmentHelp, say, withServerOptions, type ServerOptions } from './connect.ts'
import { CommandFailure, EXIT } from './failure.ts'
import { gateWords, type Gate } from './gate-words.ts'
import { readSince } from './since.ts'
import type { Program } from './start.ts'

interface Options extends ServerOptions {
  readonly asset: string
  readonly failOn: Severity
  readonly scope?: string
  readonly newSince?: Date
  readonly includeCreated?: boolean
}

/** So many of each severity are named; all are counted. */
const NAMED = 50

/** `lockstep gate`: whether a build may go on. */
export function addGate(program: Command, { version }: Program): void {
  withServerOptions(
    program
      .command('gate')
      .description('fail a build while an asset has open vulnerabilities of a severity')
      .requiredOption('--asset <name>', 'the asset, by its exact name')
      .requiredOption('--fail-on <severity>', 'fail on this severity and those above', severity)
      .option('--scope <name>', 'only what a scan of this branch or path still finds')
      .option('--new-since <when>', 'only those found, or found again, since then', moment)
      .option(
        '--include-created',
        'count also those in status Created, which nobody has looked at',
      ),
  )
    .addHelpText('after', HELP)
    .action((options: Options) =>
      say(options, version, async (api) => {
        const gate = await ask(api, options).catch(noVerdict)
        return {
          text: gateWords(gate, api.url),
          json: gate,
          ...(gate.passed ? {} : { exitCode: EXIT.failed }),
        }
      }),
    )
}

const HELP = `
Severities: critical, high, medium, low, notification. Open are Identified, In Progress and
Awaiting Validation: what was judged a false positive or an accepted risk does not fail a build.
--scope names a branch or path as "lockstep import --scope" does.
--new-since takes an age (24h, 7d, 2w), a day (2026-01-31) or a time (2026-01-31T09:00:00Z).

${environmentHelp('an API key of any profile')}

Exit codes:
  0  passed: nothing open of that severity or above
  1  failed: the vulnerabilities that it names are open
  2  the command was called wrongly, or there is no such asset
  3  Lockstep cannot be reached, does not permit it, or failed: nothing is known

Example:
  lockstep gate --asset "Web shop" --fail-on high`

async function ask(api: Api, { asset: name, failOn, ...options }: Options): Promise<Gate> {
  const asset = await assetNamed(api, name)
  const { newSince: since = null, scope = null, includeCreated = false } = options
  const { created, imports } = await api.get(`/assets/${asset.id}/summary`, AssetSummary)
  // A name that nothing was imported under finds nothing, and would always pass.
  if (scope !== null && imports.every((last) => last.scope !== scope)) {
    throw new CommandFailure(`no scan of "${scope}" was imported into ${asset.name}`, {
      exitCode: EXIT.usage,
      remedy: 'Write the scope as the import does; lockstep status lists them.',
    })
  }
  const found = []
  for (const of of SEVERITIES.slice(SEVERITIES.indexOf(failOn)).toReversed()) {
    const query = new URLSearchParams({
      assetId: String(asset.id),
      severity: of,
      status: [...OPEN_STATUSES, ...(includeCreated ? ['CREATED'] : [])].join(','),
      limit: String(NAMED),
      ...(scope === null ? {} : { scope }),
      ...(since === null ? {} : { foundSince: since.toISOString() }),
    })
    const page = await api.get(`/vulnerabilities?${query.toString()}`, VulnerabilityPage)
    found.push({ severity: of, total: page.total, isExact: page.totalIsExact, items: page.items })
  }
  return {
    passed: found.every(({ total }) => total === 0),
    asset,
    failOn,
    scope,
    newSince: since?.toISOString() ?? null,
    found,
    notCounted: includeCreated ? 0 : created,
    isScanned: imports.length > 0,
  }
}

/** Only a verdict may end with 1: a build must not take "no answer" for "open vulnerabilities". */
function noVerdict(error: unknown): never {
  if (!(error instanceof CommandFailure)) throw error
  const { message, exitCode, remedy, isPassing } = error
  if (exitCode !== EXIT.failed) throw error
  throw new CommandFailure(message, { exitCode: EXIT.refused, remedy, isPassing, cause: error })
}

function severity(text: string): Severity {
  const known = SEVERITIES.find((one) => one === text.toUpperCase())
  if (known !== undefined) return known
  throw new InvalidArgumentError(`Allowed are ${SEVERITIES.toReversed().join(', ').toLowerCase()}.`)
}

function moment(text: string): Date {
  return readSince(text, new Date())
}

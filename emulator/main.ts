import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import type { Seed } from './data/seed.ts'
import { startEmulator, type EmulatorOptions } from './emulator.ts'

const USAGE = `lockstep-servicenow: a ServiceNow instance to run at home

  --port N             port to listen on; 0 (the default) picks a free one
  --host HOST          address to listen on (127.0.0.1)
  --redirect-uri URI   where the OAuth client "lockstep" may send people back to; repeatable
  --records N          that many incidents besides the seed's
  --seed FILE          YAML or JSON with users, groups, clients, tables, records
  --service-time MS    how long each API request takes
  --tls KIND           HTTPS with a certificate of its own: self-signed, or expired
  --json-log           one JSON line for each request

Log in as admin/admin, itil/itil, viewer/viewer or dev/dev. OAuth: lockstep / lockstep-secret.
`

/** Runs the command line; `bin/lockstep-servicenow.mjs` calls it. */
export async function main(args: readonly string[]): Promise<void> {
  let options: EmulatorOptions | null
  try {
    options = await readOptions(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(2)
  }
  if (options === null) {
    process.stdout.write(USAGE)
    return
  }
  // At once: nothing is kept, so there is nothing to put away.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0))
  try {
    const emulator = await startEmulator(options)
    process.stdout.write(`listening on ${emulator.url}\n`)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}

async function readOptions(args: readonly string[]): Promise<EmulatorOptions | null> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      'redirect-uri': { type: 'string', multiple: true, default: [] },
      records: { type: 'string', default: '0' },
      seed: { type: 'string' },
      'service-time': { type: 'string' },
      tls: { type: 'string' },
      'json-log': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  const seed = values.seed === undefined ? {} : { seed: await readSeed(values.seed) }
  return {
    ...seed,
    port: wholeNumber('port', values.port, 65_535),
    host: values.host,
    redirectUris: values['redirect-uri'],
    records: wholeNumber('records', values.records, 10_000_000),
    ...serviceTime(values['service-time']),
    ...tlsOptions(values.tls),
    jsonLog: values['json-log'],
  }
}

/** Loaded when it is wanted: what reads YAML takes as long as all the rest. */
async function readSeed(file: string): Promise<Seed> {
  const { parseSeed } = await import('./data/parse-seed.ts')
  return parseSeed(readFileSync(file, 'utf8'))
}

/** Not given, it is what the seed says. */
function serviceTime(text: string | undefined): Pick<EmulatorOptions, 'serviceTimeMs'> {
  if (text === undefined) return {}
  return { serviceTimeMs: wholeNumber('service-time', text, 600_000) }
}

function tlsOptions(kind: string | undefined): Pick<EmulatorOptions, 'tls'> {
  if (kind === undefined) return {}
  if (kind === 'self-signed' || kind === 'expired') return { tls: kind }
  throw new Error(`--tls must be self-signed or expired, not "${kind}"`)
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value <= max) return value
  throw new Error(`--${name} must be a whole number up to ${max}, not "${text}"`)
}

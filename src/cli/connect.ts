import type { Command } from 'commander'

import { apiUrl, connectApi, isInTheClear, type Api } from './api.ts'
import { CommandFailure, EXIT } from './failure.ts'

export interface ServerOptions {
  readonly url?: string
  readonly json?: boolean
}

/** What a command has to say in the end. */
export interface Said {
  readonly text: string
  readonly json: object
  /** Where what came of it is not what the caller hopes for. */
  readonly exitCode?: number
}

const DEFAULT_URL = 'http://127.0.0.1:8080'

/** The options of every command that speaks to a Lockstep that runs somewhere. */
export function withServerOptions(command: Command): Command {
  return command
    .option('--url <url>', `where Lockstep is (default: LOCKSTEP_URL, or ${DEFAULT_URL})`)
    .option('--json', 'print what came of it as one JSON object')
}

/** Its environment; `key` says what the API key must be. */
export function environmentHelp(key: string): string {
  return `Environment:
  LOCKSTEP_API_KEY     ${key}; needed
  LOCKSTEP_URL         the address that people open Lockstep by
  HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS  where the network needs them`
}

/** Does `work` with the API that options and environment name, and says what came of it. */
export async function say(
  { url, json = false }: ServerOptions,
  version: string,
  work: (api: Api) => Promise<Said>,
): Promise<void> {
  const { env, stdout, stderr } = process
  try {
    const api = connectApi({ ...serverOf(url, env), version })
    if (isInTheClear(api.url)) {
      stderr.write(`warning: the API key goes to ${api.url} unencrypted: use https\n`)
    }
    try {
      const said = await work(api)
      stdout.write(`${json ? JSON.stringify({ ok: true, ...said.json }) : said.text}\n`)
      if (said.exitCode !== undefined) process.exitCode = said.exitCode
    } finally {
      await api.close()
    }
  } catch (error) {
    if (json) stdout.write(`${JSON.stringify(failed(error))}\n`)
    throw error
  }
}

function serverOf(url: string | undefined, env: NodeJS.ProcessEnv) {
  const key = env['LOCKSTEP_API_KEY'] ?? ''
  if (key !== '') return { key, url: apiUrl(url ?? (env['LOCKSTEP_URL'] || DEFAULT_URL)) }
  throw new CommandFailure('LOCKSTEP_API_KEY is not set', {
    exitCode: EXIT.usage,
    remedy:
      'Make an API key in Lockstep (your name > Password and API keys) and set LOCKSTEP_API_KEY to it.',
  })
}

function failed(error: unknown) {
  const remedy = error instanceof CommandFailure ? error.remedy : null
  return { ok: false, error: error instanceof Error ? error.message : String(error), remedy }
}

import type { Readable } from 'node:stream'
import { EnvHttpProxyAgent, request } from 'undici'
import type { z } from 'zod'

import { readAnswer } from './answer.ts'
import { CommandFailure, EXIT } from './failure.ts'
import { unreachable } from './unreachable.ts'

export interface ApiOptions {
  /** Where people reach Lockstep. */
  readonly url: string
  readonly key: string
  readonly version: string
}

export interface Body {
  readonly type: string
  readonly size: number
  readonly content: Readable | string
}

/** The REST API of a Lockstep that runs somewhere else, as its owner's key may use it. */
export interface Api {
  readonly url: string
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>
  post<T>(path: string, body: Body, schema: z.ZodType<T>): Promise<T>
  close(): Promise<void>
}

/** The server reads a large report once through before it answers. */
const ANSWER_MS = 15 * 60_000
const READ_MS = 60_000
const CONNECT_MS = 10_000

export function connectApi({ url, key, version }: ApiOptions): Api {
  // Build machines reach the outside by HTTPS_PROXY and its like, or not at all.
  const dispatcher = new EnvHttpProxyAgent({ connect: { timeout: CONNECT_MS } })
  const headers = {
    accept: 'application/json',
    'x-api-key': key,
    'user-agent': `lockstep-cli/${version}`,
  }

  async function send<T>(
    method: 'GET' | 'POST',
    path: string,
    schema: z.ZodType<T>,
    body?: Body,
  ): Promise<T> {
    const timeout = body === undefined ? READ_MS : ANSWER_MS
    const answer = await request(`${url}/api/v1${path}`, {
      dispatcher,
      method,
      headers:
        body === undefined
          ? headers
          : { ...headers, 'content-type': body.type, 'content-length': String(body.size) },
      body: body?.content ?? null,
      headersTimeout: timeout,
      bodyTimeout: READ_MS,
    }).catch((cause: unknown) => Promise.reject(unreachable(url, cause)))
    const text = await answer.body
      .text()
      .catch((cause: unknown) => Promise.reject(unreachable(url, cause)))
    return readAnswer({ status: answer.statusCode, headers: answer.headers, text, url }, schema)
  }

  return {
    url,
    get: (path, schema) => send('GET', path, schema),
    post: (path, body, schema) => send('POST', path, schema, body),
    close: () => dispatcher.close(),
  }
}

/** The address as it was given, less what the browser's address bar adds to it. */
export function apiUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CommandFailure(`"${given}" is not an http or https URL`, {
      exitCode: EXIT.usage,
      remedy: 'Give the address that people open Lockstep by, such as https://lockstep.example.com',
    })
  }
  return url.origin + url.pathname.replace(/\/(spa(\/.*)?)?$/, '')
}

/** Whether a key sent there could be read on the way. */
export function isInTheClear(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !/^(localhost|127\..*|\[::1\])$/.test(hostname)
}

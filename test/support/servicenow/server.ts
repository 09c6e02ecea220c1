import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseInstance, type InstanceAddress } from '../../../src/servicenow/address.ts'
import { calmLimit } from '../../../src/servicenow/limit.ts'
import type { LaneState, Lanes } from '../../../src/servicenow/limiter.ts'

export interface Served extends AsyncDisposable {
  readonly instance: InstanceAddress
  readonly requests: Seen[]
}

export interface Seen {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A server of our own on this machine, over real HTTP. */
export async function serve(
  handle: (seen: Seen, response: ServerResponse) => void | Promise<void>,
): Promise<Served> {
  const requests: Seen[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(Buffer.from(chunk))
      const seen: Seen = {
        method: request.method ?? '',
        url: new URL(request.url ?? '', 'http://localhost'),
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      requests.push(seen)
      await handle(seen, response)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    instance: parseInstance(origin, [origin]),
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' })
  response.end(JSON.stringify(body))
}

/** Lanes without a limit, where a test is about something else. */
export function freeLanes(): Lanes {
  const state: LaneState = { ...calmLimit(4), inFlight: 0 }
  return {
    acquire: (_key, { timeoutMs }) =>
      Promise.resolve({
        endsAt: performance.now() + timeoutMs,
        sent() {},
        release: () => Promise.resolve(),
      }),
    pauseUntil: () => Promise.resolve(),
    revive: () => Promise.resolve(),
    state: () => Promise.resolve(state),
    waiting: () => new Map(),
    stop: () => {},
  }
}

import { once } from 'node:events'
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

import type { InstanceAddress } from './address.ts'
import { createHttp } from './http.ts'
import { serve } from '../../test/support/servicenow/server.ts'

const GET = { method: 'GET', path: '/api/now/table/task' } as const
const POST = { method: 'POST', path: '/api/now/table/task', body: '{}' } as const

const inside: readonly InstanceAddress[] = [
  { origin: 'https://127.0.0.1', host: '127.0.0.1', isListed: false },
  { origin: 'https://[::1]', host: '[::1]', isListed: false },
  { origin: 'https://169.254.169.254', host: '169.254.169.254', isListed: false },
  // A name that leads inside, as somebody's DNS could have it for any allowed name.
  { origin: 'https://localhost', host: 'localhost', isListed: false },
]

test.each(inside)('$origin is refused at the socket, although the name was let in', async (to) => {
  const http = createHttp({ userAgent: 'test' })
  await expect(http.send(to, POST)).rejects.toMatchObject({
    kind: 'retry',
    code: 'address_refused',
    outcome: 'known',
  })
  await http.close()
})

test('redirects are not followed', async () => {
  await using target = await serve((_seen, response) => {
    response.end('stolen')
  })
  await using w = await serve((_seen, response) => {
    response.writeHead(302, { location: `${target.instance.origin}/` }).end()
  })
  const http = createHttp({ userAgent: 'test' })
  expect(await http.send(w.instance, GET)).toMatchObject({ status: 302 })
  expect(target.requests).toEqual([])
  await http.close()
})

test('a request ends at its timeout, and a write may have happened', async () => {
  await using w = await serve(() => {})
  const http = createHttp({ userAgent: 'test', timeoutMs: 100 })
  const started = performance.now()
  const like = { kind: 'retry', code: 'timeout' }
  await expect(http.send(w.instance, POST)).rejects.toMatchObject({ ...like, outcome: 'unknown' })
  expect(performance.now() - started).toBeLessThan(1_000)
  await expect(http.send(w.instance, GET)).rejects.toMatchObject({ ...like, outcome: 'known' })
  await http.close()
})

test('a request never waits for a socket, since the time of its lane runs', async () => {
  const held: (() => void)[] = []
  await using w = await serve((_seen, response) => {
    held.push(() => response.end('{}'))
    if (held.length === 50) for (const answer of held) answer()
  })
  const http = createHttp({ userAgent: 'test', timeoutMs: 5_000 })
  const answers = await Promise.all(Array.from({ length: 50 }, () => http.send(w.instance, GET)))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  await http.close()
})

test('a body that trickles for ever ends at the same timeout', async () => {
  await using w = await serve((_seen, response) => {
    const drip = setInterval(() => response.write(' '), 10)
    response.on('close', () => clearInterval(drip))
  })
  const http = createHttp({ userAgent: 'test', timeoutMs: 150 })
  await expect(http.send(w.instance, GET)).rejects.toMatchObject({ code: 'timeout' })
  await http.close()
})

test('a connection cut in the middle leaves a write open', async () => {
  await using w = await serve((_seen, response) => {
    response.socket?.destroy()
  })
  const http = createHttp({ userAgent: 'test' })
  const failing = http.send(w.instance, POST)
  await expect(failing).rejects.toMatchObject({ code: 'cut_off', outcome: 'unknown' })
  await http.close()
})

test('where nothing listens, a write has certainly not happened', async () => {
  const origin = 'http://127.0.0.1:9'
  const http = createHttp({ userAgent: 'test' })
  const failing = http.send({ origin, host: '127.0.0.1', isListed: true }, POST)
  await expect(failing).rejects.toMatchObject({ code: 'unreachable', outcome: 'known' })
  await http.close()
})

test('something that does not speak TLS is named as that', async () => {
  const server = createServer((socket) => socket.end('HTTP/1.1 400 no\r\n\r\n'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const http = createHttp({ userAgent: 'test' })
  const origin = `https://127.0.0.1:${port}`
  const failing = http.send({ origin, host: '127.0.0.1', isListed: true }, GET)
  await expect(failing).rejects.toMatchObject({ kind: 'retry', code: 'tls' })
  await http.close()
  server.close()
})

test('an answer larger than allowed is cut off, packed or not', async () => {
  const big = 'x'.repeat(50_000)
  await using w = await serve((seen, response) => {
    if (seen.url.pathname === '/packed') {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(big))
    } else response.end(big)
  })
  const http = createHttp({ userAgent: 'test', maxBodyBytes: 10_000 })
  const like = { code: 'too_large' }
  await expect(http.send(w.instance, GET)).rejects.toMatchObject(like)
  await expect(http.send(w.instance, { ...GET, path: '/packed' })).rejects.toMatchObject(like)
  await http.close()
})

test('a packed answer is unpacked', async () => {
  await using w = await serve((_seen, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"result":"ä"}'))
  })
  const http = createHttp({ userAgent: 'test' })
  expect((await http.send(w.instance, GET)).text).toBe('{"result":"ä"}')
  await http.close()
})

test('whoever stops waiting is obeyed at once', async () => {
  await using w = await serve(() => {})
  const http = createHttp({ userAgent: 'test' })
  const stop = new AbortController()
  const failing = http.send(w.instance, { ...POST, signal: stop.signal })
  setTimeout(() => stop.abort(), 30)
  await expect(failing).rejects.toMatchObject({ code: 'aborted', outcome: 'unknown' })
  await http.close()
})

test('a proxy that is configured is used for everything', async () => {
  await using proxy = await serve((seen, response) => {
    response.end(`through the proxy to ${seen.url.href}`)
  })
  const http = createHttp({ userAgent: 'test', proxy: proxy.instance.origin })
  const origin = 'http://instance.invalid'
  const { text } = await http.send({ origin, host: 'instance.invalid', isListed: true }, GET)
  expect(text).toContain('through the proxy to http://instance.invalid/api/now/table/task')
  await http.close()
})

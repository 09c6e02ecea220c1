import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

import { expect, onTestFinished, test } from 'vitest'

import { temporaryFolder } from '../../test/support/folder.ts'
import { connectApi, type Api } from './api.ts'
import { anImport } from './import.fixture.ts'
import { upload, watch } from './upload.ts'

const begun = anImport()

/** A server that answers as a test wishes, where a real one would have to be broken first. */
async function apiOf(listener: (...args: Parameters<RequestListener>) => unknown): Promise<Api> {
  const server = createServer((request, response) => void listener(request, response)).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const api = connectApi({ url: `http://127.0.0.1:${port}`, key: 'the key', version: '1.2.3' })
  onTestFinished(async () => {
    await api.close()
    server.close()
  })
  return api
}

async function aReport(size: number) {
  const path = join(await temporaryFolder(), 'a "report" & more ü.sarif')
  await writeFile(path, Buffer.alloc(size, 'x'))
  return { path, size }
}

test('the reports of a scan arrive byte for byte, by their names, with what is wished', async () => {
  const reports = [await aReport(300_000), await aReport(7)]
  let [got, asked, key, told] = [new FormData(), '', '', 0]
  const api = await apiOf(async (request, response) => {
    asked = request.url ?? ''
    key = String(request.headers['x-api-key'])
    const type = String(request.headers['content-type'])
    expect(Number(request.headers['content-length'])).toBeGreaterThan(300_007)
    got = await new Response(await buffer(request), {
      headers: { 'content-type': type },
    }).formData()
    response.writeHead(202).end(JSON.stringify(begun))
  })
  const wish = { scope: 'a & b', dryRun: true, tickets: 'CRITICAL,HIGH' }
  expect(await upload(api, 3, reports, wish, (sent) => (told = sent))).toEqual(begun)
  const files = got.getAll('file').filter((part) => part instanceof File)
  expect(files.map(({ name, size }) => [name, size])).toEqual([
    ['a "report" & more ü.sarif', 300_000],
    ['a "report" & more ü.sarif', 7],
  ])
  expect(await files[1]?.text()).toBe('xxxxxxx')
  expect([told, key]).toEqual([300_007, 'the key'])
  const scope = 'scope=a+%26+b&dryRun=true&tickets=CRITICAL%2CHIGH'
  expect(asked).toBe(`/api/v1/imports?assetId=3&${scope}`)
})

test('a refusal in the middle of a large report is heard', async () => {
  const problem = { type: 'x', title: 'Too large', status: 413, detail: 'It is too large.' }
  const api = await apiOf((request, response) => {
    request.once('data', () => response.writeHead(413).end(JSON.stringify(problem)))
  })
  const report = await aReport(20_000_000)
  await expect(upload(api, 3, [report], {}, () => undefined)).rejects.toThrow('It is too large.')
})

test('an import is watched through the restart of the server', async () => {
  let looks = 0
  const api = await apiOf((request, response) => {
    looks += 1
    if (looks === 1) request.socket.destroy()
    else if (looks === 2) response.writeHead(503).end('<html>')
    else response.end(JSON.stringify({ ...begun, state: 'applied', newCount: 2 }))
  })
  const seen: string[] = []
  const over = await watch(api, begun, ({ state }) => seen.push(state))
  expect(over).toMatchObject({ state: 'applied', newCount: 2 })
  expect(new Set(seen)).toEqual(new Set(['reading', 'applied']))
})

test('an import that is gone is not waited for', async () => {
  const problem = { type: 'x', title: 'Not found', status: 404, detail: 'There is no import 7.' }
  const api = await apiOf((_, response) => response.writeHead(404).end(JSON.stringify(problem)))
  await expect(watch(api, begun, () => undefined)).rejects.toThrow('There is no import 7.')
})

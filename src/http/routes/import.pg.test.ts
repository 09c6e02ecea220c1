import { mkdtempSync } from 'node:fs'
import { readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect } from 'vitest'
import { test } from '../../../test/support/database.ts'
import { startImport } from '../../store/import.ts'
import type { Database } from '../../store/database.ts'
import type { Upload } from '../deps.ts'
import { ORIGIN, startServer } from '../test-kit.ts'

async function start(database: Database) {
  const uploadFolder = mkdtempSync(join(tmpdir(), 'lockstep-upload-'))
  const taken: { upload: Upload; content: string }[] = []
  const server = await startServer(database, {
    uploadFolder,
    limits: { uploadBytes: 100_000 },
    async importReport(upload) {
      const content = await readFile(upload.path, 'utf8')
      if (content.includes('broken')) throw new Error('broken')
      taken.push({ upload, content })
      await rm(upload.path)
      return (await startImport(database.kysely, upload)) ?? 0
    },
  })
  const { cookie } = await server.person('DEVELOPER')
  const asset = await server.as({ id: '', email: '', cookie })('POST', '/api/v1/assets', {
    name: `Asset ${Math.random()}`,
  })
  const { id } = asset.json<{ id: number }>()
  const send = (payload: string | Readable, type: string, query = '') =>
    server.app.inject({
      method: 'POST',
      url: `/api/v1/imports?assetId=${id}${query}`,
      headers: { cookie, origin: ORIGIN, 'content-type': type },
      payload,
    })
  return { server, taken, uploadFolder, send, assetId: id, cookie }
}

function form(content: string, name: string): [payload: string, type: string] {
  const lines = [
    '--edge',
    `Content-Disposition: form-data; name="file"; filename="${name}"`,
    'Content-Type: application/json',
    '',
    content,
    '--edge--',
    '',
  ]
  return [lines.join('\r\n'), 'multipart/form-data; boundary=edge']
}

test('a report comes by form or as the body itself, and its name with it', async ({ database }) => {
  const { server, taken, send, assetId } = await start(database)
  const byForm = await send(...form('{"runs": []}', 'scan.sarif'))
  expect(byForm.statusCode).toBe(202)
  expect(byForm.json()).toMatchObject({ asset: { id: assetId }, fileName: 'scan.sarif' })
  const raw = await send('{"runs": [', 'application/json', '&fileName=raw.sarif')
  expect(raw.json()).toMatchObject({ state: 'reading', fileName: 'raw.sarif', sizeBytes: 10 })
  await send('<xml/>', 'application/x-anything')
  expect(taken.map(({ content }) => content)).toEqual(['{"runs": []}', '{"runs": [', '<xml/>'])
  expect(taken[0]?.upload.actor).toMatchObject({ kind: 'person' })
  await server.app.close()
})

test('an upload that comes to nothing leaves no file behind', async ({ database }) => {
  const { server, send, uploadFolder, cookie } = await start(database)
  expect((await send('', 'application/json')).statusCode).toBe(400)
  expect((await send('broken', 'application/json')).statusCode).toBe(500)
  expect((await send('--edge--\r\n', 'multipart/form-data; boundary=edge')).statusCode).toBe(400)
  const large = 'x'.repeat(100_001)
  expect((await send(large, 'application/json')).statusCode).toBe(413)
  expect((await send(large.repeat(3), 'application/json')).statusCode).toBe(413)
  expect((await send(...form(large, 'large.sarif'))).statusCode).toBe(413)
  expect((await send(Readable.from([large]), 'application/json')).statusCode).toBe(413)
  const nowhere = await server.app.inject({
    method: 'POST',
    url: '/api/v1/imports?assetId=424242',
    headers: { cookie, origin: ORIGIN, 'content-type': 'application/json' },
    payload: '{}',
  })
  expect(nowhere.json()).toMatchObject({ status: 400, errors: [{ pointer: '/assetId' }] })
  expect(await readdir(uploadFolder)).toEqual([])
  await server.app.close()
})

import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { expect } from 'vitest'
import { test } from '../../../test/support/database.ts'
import { temporaryFolder } from '../../../test/support/folder.ts'
import { startImport } from '../../store/import.ts'
import type { Database } from '../../store/database.ts'
import type { Upload } from '../deps.ts'
import { removeSpooled } from '../spool-upload.ts'
import { ORIGIN, startServer } from '../test-kit.ts'

async function start(database: Database) {
  const uploadFolder = await temporaryFolder()
  const taken: { upload: Upload; contents: string[] }[] = []
  const server = await startServer(database, {
    uploadFolder,
    limits: { uploadBytes: 100_000 },
    async importReport(upload) {
      const contents = upload.files.map(({ path }) => readFileSync(path, 'utf8'))
      if (contents.some((content) => content.includes('broken'))) throw new Error('broken')
      taken.push({ upload, contents })
      await removeSpooled(upload.files)
      const fileName = upload.files.map(({ name }) => name).join(', ')
      const sizeBytes = upload.files.reduce((sum, file) => sum + file.sizeBytes, 0)
      const { assetId, actor, dryRun, scope = null } = upload
      const start = { assetId, actor, dryRun, scope, fileName, sizeBytes }
      return (await startImport(database.kysely, start)) ?? 0
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

function form(...files: [content: string, name: string][]): [payload: string, type: string] {
  const parts = files.flatMap(([content, name]) => [
    '--edge',
    `Content-Disposition: form-data; name="file"; filename="${name}"`,
    'Content-Type: application/json',
    '',
    content,
  ])
  return [[...parts, '--edge--', ''].join('\r\n'), 'multipart/form-data; boundary=edge']
}

test('a report comes by form or as the body itself, and its name with it', async ({ database }) => {
  const { server, taken, send, assetId } = await start(database)
  const byForm = await send(...form(['{"runs": []}', 'scan.sarif']))
  expect(byForm.statusCode).toBe(202)
  expect(byForm.json()).toMatchObject({ asset: { id: assetId }, fileName: 'scan.sarif' })
  const raw = await send('{"runs": [', 'application/json', '&fileName=raw.sarif')
  expect(raw.json()).toMatchObject({ state: 'reading', fileName: 'raw.sarif', sizeBytes: 10 })
  await send('<xml/>', 'application/x-anything')
  expect(taken.flatMap(({ contents }) => contents)).toEqual([
    '{"runs": []}',
    '{"runs": [',
    '<xml/>',
  ])
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
  expect((await send(...form([large, 'large.sarif']))).statusCode).toBe(413)
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

test('the files of one scan come in one form, with what is said of the scan', async ({
  database,
}) => {
  const { server, taken, send, uploadFolder } = await start(database)
  const both = form(['{"a": 1}', 'a.sarif'], ['{"b": 2}', 'b.sarif'])
  const answer = await send(
    ...both,
    '&scope=main&allowEmpty=true&dryRun=true&tickets=high,critical',
  )
  expect(answer.json()).toMatchObject({ scope: 'main', dryRun: true, fileName: 'a.sarif, b.sarif' })
  expect(taken).toMatchObject([
    {
      contents: ['{"a": 1}', '{"b": 2}'],
      upload: { scope: 'main', allowEmpty: true, dryRun: true, tickets: ['HIGH', 'CRITICAL'] },
    },
  ])
  await send('{}', 'application/json', '&scope=')
  expect(taken.at(-1)?.upload).toMatchObject({ scope: '', allowEmpty: false, tickets: undefined })
  expect((await send(...both, '&tickets=urgent')).statusCode).toBe(400)
  const half = 'x'.repeat(60_000)
  expect((await send(...form([half, 'a'], [half, 'b']))).statusCode).toBe(413)
  expect((await send(...form(['{}', 'a'], ['', 'b']))).statusCode).toBe(400)
  expect(await readdir(uploadFolder)).toEqual([])
  await server.app.close()
})

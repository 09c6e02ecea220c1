import { readdir } from 'node:fs/promises'
import { pino } from 'pino'
import { expect } from 'vitest'
import { test } from '../../test/support/database.ts'
import { temporaryFolder } from '../../test/support/folder.ts'
import { importReport } from '../ingest/import-report.ts'
import { turns } from '../ingest/turns.ts'
import { dropStaleStaging } from '../store/import-alive.ts'
import { backgroundImports } from './background-imports.ts'
import { startServer } from './test-kit.ts'

const INSTALLATION = '6f1c0a52-9a0f-4b43-8a2e-0d5f1d1f7f10'

const REPORT = {
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'Scanner', rules: [] } },
      results: [
        {
          ruleId: 'js/sql-injection',
          level: 'error',
          message: { text: 'SQL built from input' },
          locations: [
            { physicalLocation: { artifactLocation: { uri: 'a.js' }, region: { startLine: 3 } } },
          ],
        },
      ],
    },
  ],
}

test("a scanner's report becomes vulnerabilities; another file is refused, and both leave no file", async ({
  database,
}) => {
  const uploadFolder = await temporaryFolder()
  const deps = { database, installationId: INSTALLATION }
  const imports = backgroundImports(importReport, deps, pino({ level: 'silent' }))
  const server = await startServer(database, { uploadFolder, importReport: imports.importReport })
  const client = server.as(await server.person('DEVELOPER'))
  const asset = (await client('POST', '/api/v1/assets', { name: 'Shop' })).json<{ id: number }>()
  const send = (report: object) => client('POST', `/api/v1/imports?assetId=${asset.id}`, report)

  const taken = await send(REPORT)
  expect(taken.statusCode).toBe(202)
  await imports.settled()
  const path = `/api/v1/imports/${taken.json<{ id: number }>().id}`
  expect((await client('GET', path)).json()).toMatchObject({ state: 'applied', newCount: 1 })
  const list = await client('GET', `/api/v1/vulnerabilities?assetId=${asset.id}`)
  expect(list.json()).toMatchObject({ total: 1, items: [{ severity: 'HIGH' }] })

  const refused = await send({ name: 'a package.json' })
  expect(refused.statusCode).toBe(422)
  expect(refused.json()).toMatchObject({ remedy: expect.stringContaining('Nothing was changed') })
  await imports.settled()
  expect(await readdir(uploadFolder)).toEqual([])
  await server.app.close()
})

test('more imports than are read at once wait in order, say so, and lose nothing when all stops', async ({
  database,
}) => {
  const line = turns(1)
  const deps = { database, installationId: INSTALLATION, turns: line }
  const imports = backgroundImports(importReport, deps, pino({ level: 'silent' }))
  const server = await startServer(database, { importReport: imports.importReport })
  const client = server.as(await server.person('DEVELOPER'))
  const asset = (await client('POST', '/api/v1/assets', { name: 'Queue' })).json<{ id: number }>()
  const send = async () => {
    const taken = await client('POST', `/api/v1/imports?assetId=${asset.id}`, REPORT)
    return taken.json<{ id: number; state: string }>()
  }
  const stateOf = async ({ id }: { id: number }) =>
    (await client('GET', `/api/v1/imports/${id}`)).json<{ state: string; error: string | null }>()

  const leave = line.takeNow()
  const [first, second] = [await send(), await send()]
  expect([first.state, second.state]).toEqual(['waiting', 'waiting'])
  // Long in the queue, it is not taken for forgotten while its process shows that it lives.
  await database.pool.query(`update import set created_at = now() - interval '1 hour'`)
  expect(await dropStaleStaging(database)).toBe(0)
  leave?.()
  await imports.settled()
  expect(await stateOf(first)).toMatchObject({ state: 'applied' })
  expect(await stateOf(second)).toMatchObject({ state: 'applied' })

  line.takeNow()
  const third = await send()
  line.stop()
  await imports.settled()
  expect(await stateOf(third)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('stopped'),
  })
  await server.app.close()
})

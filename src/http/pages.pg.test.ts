import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { temporaryFolder } from '../../test/support/folder.ts'
import { startServer, test } from './test-kit.ts'

async function builtPages(): Promise<string> {
  const root = await temporaryFolder()
  mkdirSync(join(root, 'built'))
  writeFileSync(join(root, 'index.html'), '<title>Lockstep</title>')
  writeFileSync(join(root, 'favicon.svg'), '<svg/>')
  writeFileSync(join(root, 'built', 'index-a1b2.js'), 'let page = 1')
  return root
}

test('every address of the pages opens them; what is built is kept for ever', async ({
  database,
}) => {
  const { app, nobody } = await startServer(database, { webRoot: await builtPages() })
  expect((await nobody('GET', '/')).headers.location).toBe('/spa/')
  for (const path of [
    '/spa/',
    '/spa/vulnerabilities/12',
    '/spa/assets/1',
    '/spa/callback/servicenow?code=1.2',
  ]) {
    const answer = await nobody('GET', path)
    expect(answer.body).toContain('<title>Lockstep</title>')
    expect(answer.headers['cache-control']).toBe('no-cache')
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'")
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
  }
  const script = await nobody('GET', '/spa/built/index-a1b2.js')
  expect(script.headers['cache-control']).toContain('immutable')
  expect((await nobody('GET', '/spa/favicon.svg')).headers['content-type']).toContain('svg')
  expect((await nobody('GET', '/spa/built/gone.js')).statusCode).toBe(404)
  expect((await nobody('GET', '/spa/built/..%2f..%2fetc/passwd')).statusCode).not.toBe(200)
  await app.close()
})

test('without pages the API works, and says how to get them', async ({ server }) => {
  const answer = await server.nobody('GET', '/spa/')
  expect(answer.json()).toMatchObject({ status: 503, remedy: expect.stringContaining('npm start') })
})

test('whoever runs us learns whether we live and whether we can work', async ({ database }) => {
  let missing: string | null = null
  const { app, nobody } = await startServer(database, { checkReady: async () => missing })
  expect((await nobody('GET', '/healthz')).json()).toEqual({ status: 'ok' })
  expect((await nobody('GET', '/readyz')).statusCode).toBe(200)
  missing = 'The database does not answer.'
  const answer = await nobody('GET', '/readyz')
  expect(answer.json()).toMatchObject({ status: 503, detail: missing })
  await app.close()
})

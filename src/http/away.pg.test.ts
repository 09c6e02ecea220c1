import { expect } from 'vitest'
import { test } from '../../test/support/embedded.ts'
import { openDatabase } from '../store/database.ts'
import { openEmbedded } from '../store/embedded/embedded.ts'
import { migrate } from '../store/migrate.ts'
import { PASSWORD, startServer } from './test-kit.ts'

test('while the database is away nobody is told that a key, a session or a password is wrong', async ({
  dataDir,
}) => {
  const embedded = await openEmbedded({ dataDir, durable: false })
  const database = await openDatabase({ url: embedded.url })
  await migrate(database.pool)
  const { as, nobody, person, withKey, app } = await startServer(database)
  const admin = await person('ADMIN')
  const wanted = { name: 'CI', role: 'ADMIN', expiresInDays: null }
  const made = await as(admin)('POST', '/api/v1/api-keys', wanted)
  const { key } = made.json<{ key: string }>()
  expect((await withKey(key)('GET', '/api/v1/me')).statusCode).toBe(200)
  await embedded.stop()
  const credentials = { email: admin.email, password: PASSWORD }
  for (const answer of [
    await withKey(key)('GET', '/api/v1/me'),
    await as(admin)('GET', '/api/v1/me'),
    await nobody('POST', '/api/auth/sign-in/email', credentials),
  ]) {
    expect(answer.json()).toMatchObject({ status: 503, title: 'The database does not answer' })
    expect(answer.headers['retry-after']).toBe('5')
  }
  await app.close()
  await database.close()
})

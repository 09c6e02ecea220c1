import { expect } from 'vitest'
import { test } from './test-kit.ts'

const CANARY = 'canary-password-7f3a9c'

test('no password, key or link is in a log, an answer or the database', async ({ server }) => {
  const { database, logged, nobody } = server
  const adminSession = await server.person('ADMIN')
  const admin = server.as(adminSession)
  const answers: string[] = []
  const call = async (...args: Parameters<typeof nobody>) => {
    const answer = await admin(...args)
    answers.push(answer.body)
    return answer
  }
  const invited = await admin('POST', '/api/v1/people/invitations', {
    email: 'canary@example.com',
    name: 'Canary',
    role: 'ADMIN',
  })
  const token = invited.json<{ link: string }>().link.split('/').at(-1) ?? ''
  const used = await nobody('POST', `/api/v1/links/${token}`, { password: CANARY })
  expect(used.statusCode).toBe(200)
  answers.push(used.body)
  const credentials = { email: 'canary@example.com', password: CANARY }
  answers.push((await nobody('POST', '/api/auth/sign-in/email', credentials)).body)
  const wrong = { ...credentials, email: 'other@example.com' }
  answers.push((await nobody('POST', '/api/auth/sign-in/email', wrong)).body)
  // A body that cannot be read, or does not fit, is not written down either.
  answers.push((await nobody('POST', '/api/v1/setup', { password: CANARY })).body)
  const made = await admin('POST', '/api/v1/api-keys', {
    name: 'CI',
    role: 'VIEWER',
    expiresInDays: null,
  })
  const { key } = made.json<{ key: string }>()
  await server.withKey(key)('GET', '/api/v1/me')
  await server.withKey(`${key}x`)('GET', '/api/v1/me')
  for (const path of ['people', 'api-keys', 'audit', 'me']) await call('GET', `/api/v1/${path}`)

  const cookie = decodeURIComponent(adminSession.cookie.split('=')[1] ?? '')
  const stored = await everything(database.pool)
  expect(stored).toContain('canary@example.com')
  for (const secret of [CANARY, key, token, cookie]) {
    expect(secret.length).toBeGreaterThan(15)
    expect(stored.includes(secret)).toBe(false)
    expect(logged.join('').includes(secret)).toBe(false)
    expect(answers.join('').includes(secret)).toBe(false)
  }
})

/** Every row of every table, as text. */
async function everything(pool: TestPool): Promise<string> {
  const tables = await pool.query(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  )
  const texts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await pool.query(`select t::text as text from ${String(name)} t`)
    texts.push(...rows.map(({ text }) => String(text)))
  }
  return texts.join('\n')
}

interface TestPool {
  query(text: string): Promise<{ rows: Record<string, unknown>[] }>
}

import { Readable } from 'node:stream'

import { expect, test } from 'vitest'

import { emptyDatabaseUrl, freshDatabase } from '../../../test/support/database.ts'
import { openDatabase } from '../database.ts'
import { dump } from './dump.ts'
import { EVERYTHING } from './everything.fixture.ts'
import { restore } from './restore.ts'

test('what is not a whole backup changes nothing, and says what is wrong with it', async () => {
  const from = await freshDatabase()
  await from.pool.query(EVERYTHING)
  const lines: string[] = []
  for await (const line of dump(from, '0.0.0-test')) lines.push(line)
  await from.close()
  const to = await openDatabase({ url: await emptyDatabaseUrl() })
  const take = (given: readonly string[], accept = () => Promise.resolve()) =>
    restore(to, 'here', Readable.from(given), accept)
  const header = JSON.parse(lines[0]!)
  const headed = (changes: object) => [JSON.stringify({ ...header, ...changes }), ...lines.slice(1)]

  await expect(take([])).rejects.toThrow('not a backup')
  await expect(take(['{"runs":[]}'])).rejects.toThrow('not a backup')
  await expect(take(headed({ format: 2 }))).rejects.toThrow('newer Lockstep')
  await expect(take(headed({ schema: 999 }))).rejects.toThrow('use a newer one')
  const refuse = () => Promise.reject(new Error('no such key'))
  await expect(take(lines, refuse)).rejects.toThrow('no such key')
  await expect(take(lines.slice(0, -1))).rejects.toThrow('not whole')
  await expect(take(lines.filter((line) => !line.includes('Hole 7"')))).rejects.toThrow('not whole')
  const stranger = lines.with(1, '["table","pg_authid"]')
  await expect(take(stranger)).rejects.toThrow('no place for "pg_authid"')

  await expect(take(lines)).resolves.toMatchObject({ counts: { vulnerability: 2_499 } })
  await expect(take(lines)).rejects.toThrow('not empty')
  await to.close()
})

test('a backup of an older schema is brought up to date', async () => {
  const to = await openDatabase({ url: await emptyDatabaseUrl() })
  const header = {
    lockstep: 'backup',
    format: 1,
    schema: 4,
    version: '0.0.0-test',
    at: '2026-01-02T03:04:05.000Z',
    installation: '00000000-0000-4000-8000-000000000001',
    sealedWith: null,
  }
  async function* lines() {
    yield JSON.stringify(header)
    yield '["table","installation"]'
    yield JSON.stringify({ id: header.installation, one: true, created_at: header.at })
    yield '["table","asset"]'
    const asset = { id: 7, name: 'shop', description: '', business_impact: 'LOW', url: '' }
    const times = { created_at: header.at, updated_at: header.at }
    yield JSON.stringify({ ...asset, ...times, repository_url: '', tags: [] })
    yield '["end",{"installation":1,"asset":1}]'
  }
  await restore(to, 'here', lines(), () => Promise.resolve())
  const { rows } = await to.pool.query(
    `select (select name from asset where id = 7) as name,
       (select max(version) from migration) > 4 as "isNewer"`,
  )
  expect(rows).toEqual([{ name: 'shop', isNewer: true }])
  await to.close()
})

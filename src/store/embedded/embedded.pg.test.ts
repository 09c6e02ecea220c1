import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'vitest'

import { query, serverPid, startUser, test } from '../../../test/support/embedded.ts'
import { sleep } from '../../lib/sleep.ts'
import { openEmbedded } from './embedded.ts'

test('the first start makes a database that listens on no network', async ({ dataDir }) => {
  const { url, stop } = await openEmbedded({ dataDir })
  const rows = await query(
    url,
    `select current_database() as name, current_setting('listen_addresses') as addresses,
            current_setting('fsync') as fsync, current_setting('data_checksums') as checksums`,
  )
  expect(rows).toEqual([{ name: 'lockstep', addresses: '', fsync: 'on', checksums: 'on' }])
  const socket = new URL(url.replace('@/', '@host/')).searchParams.get('host') ?? ''
  expect((await stat(socket)).mode & 0o777).toBe(0o700)
  await stop()
})

test('what was written is there after a stop and a start', async ({ dataDir }) => {
  const first = await openEmbedded({ dataDir, durable: false })
  await query(first.url, 'create table kept as select 7 as n')
  await first.stop()
  expect(await serverPid(dataDir)).toBeNull()
  const second = await openEmbedded({ dataDir, durable: false })
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }])
  await second.stop()
})

test('processes that start at once share one server, and the last to leave stops it', async ({
  dataDir,
}) => {
  const users = Array.from({ length: 4 }, () => startUser(dataDir))
  const urls = await Promise.all(users.map((user) => user.url))
  expect(new Set(urls).size).toBe(1)
  expect(await readdir(dataDir)).toEqual(['postgres', 'postgres.log'])
  const pid = await serverPid(dataDir)
  for (const user of users.slice(1)) await user.leave()
  expect(await serverPid(dataDir)).toBe(pid)
  await users[0]?.leave()
  expect(await serverPid(dataDir)).toBeNull()
})

test('a server whose only user was killed waits for the next one, who adopts it', async ({
  dataDir,
}) => {
  const user = startUser(dataDir)
  await query(await user.url, 'create table kept as select 7 as n')
  const pid = await serverPid(dataDir)
  await user.killed()
  const next = await openEmbedded({ dataDir, durable: false })
  expect(await serverPid(dataDir)).toBe(pid)
  expect(await query(next.url, 'select n from kept')).toEqual([{ n: 7 }])
  await next.stop()
  expect(await serverPid(dataDir)).toBeNull()
})

test('a server that is killed while in use comes back with everything committed', async ({
  dataDir,
}) => {
  const { url, stop } = await openEmbedded({ dataDir })
  await query(url, 'create table kept as select 7 as n')
  const pid = await serverPid(dataDir)
  process.kill(pid ?? 0, 'SIGKILL')
  const rows = await eventually(() => query(url, 'select n from kept'))
  expect(rows).toEqual([{ n: 7 }])
  expect(await serverPid(dataDir)).not.toBe(pid)
  await stop()
  expect(await serverPid(dataDir)).toBeNull()
})

test('user and server killed together lose nothing', async ({ dataDir }) => {
  const user = startUser(dataDir)
  await query(await user.url, 'create table kept as select 7 as n')
  const pid = await serverPid(dataDir)
  await user.killed()
  process.kill(pid ?? 0, 'SIGKILL')
  const next = await openEmbedded({ dataDir, durable: false })
  expect(await query(next.url, 'select n from kept')).toEqual([{ n: 7 }])
  await next.stop()
})

test('a newcomer that arrives while the last user leaves gets in', async ({ dataDir }) => {
  for (let round = 0; round < 5; round++) {
    const leaver = await openEmbedded({ dataDir, durable: false })
    const [newcomer] = await Promise.all([
      sleep(round * 4).then(() => openEmbedded({ dataDir, durable: false })),
      leaver.stop(),
    ])
    expect(await query(newcomer.url, 'select 1 as n')).toEqual([{ n: 1 }])
    await newcomer.stop()
  }
})

test('stopping twice is stopping once', async ({ dataDir }) => {
  const { stop } = await openEmbedded({ dataDir, durable: false })
  await Promise.all([stop(), stop()])
  expect(await serverPid(dataDir)).toBeNull()
  expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
})

async function eventually<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + 15_000
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() > end) throw error
      await sleep(50)
    }
  }
}

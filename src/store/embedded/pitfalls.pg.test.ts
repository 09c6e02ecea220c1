import { spawn } from 'node:child_process'
import {
  chmod,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'vitest'

import { query, serverPid, startUser, test } from '../../../test/support/embedded.ts'
import { sleep } from '../../lib/sleep.ts'
import { serverAccount } from './account.ts'
import { binaries } from './binaries.ts'
import { openCluster } from './cluster.ts'
import { openEmbedded } from './embedded.ts'
import { ownUid } from './processes.ts'
import { clearLocks, socketFolder, startServer } from './server.ts'

const root = ownUid() === 0
const account = root ? { uid: 65534, gid: 65534 } : {}
const readable = await othersCanRead(fileURLToPath(import.meta.url))

test('a folder that only its owner may enter is no obstacle', async ({ dataDir }) => {
  const hidden = dirname(dataDir)
  await chmod(hidden, 0o700)
  const { url, stop } = await openEmbedded({ dataDir, durable: false })
  expect(await query(url, 'select 1 as n')).toEqual([{ n: 1 }])
  await stop()
  expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700)
})

test.runIf(root)('run as root, the server itself is not root', async ({ dataDir }) => {
  const { stop } = await openEmbedded({ dataDir, durable: false })
  const status = await readFile(`/proc/${await serverPid(dataDir)}/status`, 'utf8')
  expect(status).toMatch(/^Uid:\s+65534\s+65534/m)
  expect(status).toMatch(/^Groups:\s*$/m)
  await stop()
})

test('what is in our environment does not reach the server', async ({ dataDir }) => {
  process.env['LOCKSTEP_CANARY'] = 'a secret of ours'
  try {
    const { stop } = await openEmbedded({ dataDir, durable: false })
    const environment = await readFile(`/proc/${await serverPid(dataDir)}/environ`, 'utf8')
    expect(environment).toContain('TZ=UTC')
    expect(environment).not.toContain('a secret of ours')
    await stop()
  } finally {
    Reflect.deleteProperty(process.env, 'LOCKSTEP_CANARY')
  }
})

test('a folder for the socket that somebody else has prepared is refused', async ({ dataDir }) => {
  const account = await serverAccount(join(dataDir, 'postgres'))
  const cluster = await openCluster(dataDir, account, await binaries(account, dataDir), false)
  const folder = socketFolder(cluster)
  await mkdir(folder)
  await chmod(folder, 0o777)
  try {
    await expect(startServer(cluster)).rejects.toThrow('was not made by this program')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test.runIf(root && readable)('run as an ordinary user, it is that user', async ({ dataDir }) => {
  await mkdir(dataDir)
  await chmod(dirname(dataDir), 0o755)
  await chmod(dataDir, 0o777)
  const user = startUser(dataDir, 65534)
  await user.url
  expect((await stat(join(dataDir, 'postgres'))).uid).toBe(65534)
  await user.leave()
})

test('the database of another user is refused in one line, root excepted', async ({ dataDir }) => {
  await mkdir(dataDir)
  const { uid } = await stat(dataDir)
  await expect(serverAccount(dataDir, uid + 1)).rejects.toThrow(
    `the database in ${dataDir} belongs to user ${uid}: start as that user or as root`,
  )
  expect(await serverAccount(dataDir, uid === 0 ? 1000 : uid).catch(() => null)).toBeNull()
})

test('an initdb that was killed at any moment is begun anew', async ({ dataDir }) => {
  for (const ms of [250, 400, 600, 900]) {
    const user = startUser(dataDir)
    await sleep(ms)
    await user.killed()
  }
  const { url, stop } = await openEmbedded({ dataDir, durable: false })
  expect(await query(url, 'select 1 as n')).toEqual([{ n: 1 }])
  await stop()
})

test('what an interrupted initdb left is cleared away, later', async ({ dataDir }) => {
  const old = join(dataDir, 'postgres.new-old')
  const underWay = join(dataDir, 'postgres.new-young')
  await mkdir(join(old, 'data'), { recursive: true })
  await mkdir(join(underWay, 'data'), { recursive: true })
  const hourAgo = Date.now() / 1000 - 3600
  await utimes(old, hourAgo, hourAgo)
  const { stop } = await openEmbedded({ dataDir, durable: false })
  await stop()
  expect(await readdir(dataDir)).toEqual(['postgres', 'postgres.log', 'postgres.new-young'])
})

test("a dead server's lock is seen through when its number is another program's now", async ({
  dataDir,
}) => {
  await leaveLock(dataDir, '60')
})

test("a dead server's lock is seen through when it stays a zombie", async ({ dataDir }) => {
  await leaveLock(dataDir, '0')
})

/** Writes the lock of a server that died, with the number of a process that is not one. */
async function leaveLock(dataDir: string, seconds: string): Promise<void> {
  await (await openEmbedded({ dataDir, durable: false })).stop()
  // The shell becomes a program that reaps nobody: its child, once done, stays a zombie.
  const script = `sleep ${seconds} & echo $!; exec sleep 60`
  const shell = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'], ...account })
  const pid = await new Promise((done) => {
    shell.stdout.once('data', (chunk) => done(String(chunk).trim()))
  })
  const lock = join(dataDir, 'postgres', 'postmaster.pid')
  await writeFile(lock, `${String(pid)}\n${dataDir}\n1\n5432\n/tmp\n\n1 1\nready\n`, {
    mode: 0o644,
  })
  try {
    // All at once, as after a kill: each sees through it, and none takes away another's new server.
    const users = await Promise.all([1, 2, 3].map(() => openEmbedded({ dataDir, durable: false })))
    for (const { url } of users) expect(await query(url, 'select 1 as n')).toEqual([{ n: 1 }])
    expect(await readFile(lock, 'utf8')).toMatch(new RegExp(`^${await serverPid(dataDir)}\n`))
    for (const { stop } of users) await stop()
  } finally {
    shell.kill('SIGKILL')
    if (seconds !== '0') process.kill(Number(pid), 'SIGKILL')
  }
}

test('the locks of a server that lives are not cleared', async ({ dataDir }) => {
  const { url, stop } = await openEmbedded({ dataDir, durable: false })
  const account = await serverAccount(join(dataDir, 'postgres'))
  const cluster = await openCluster(dataDir, account, await binaries(account, dataDir), false)
  await clearLocks(cluster)
  expect(await query(url, 'select 1 as n')).toEqual([{ n: 1 }])
  expect(await readdir(join(dataDir, 'postgres'))).toContain('postmaster.pid')
  await stop()
})

test('a copy of a running database is a database of its own', async ({ dataDir }) => {
  const original = await openEmbedded({ dataDir, durable: false })
  await query(original.url, 'create table kept as select 7 as n; checkpoint')
  const copied = join(dirname(dataDir), 'copy')
  await cp(dataDir, copied, { recursive: true, preserveTimestamps: true })
  if (root) await giveAll(join(copied, 'postgres'))
  const copy = await openEmbedded({ dataDir: copied, durable: false })
  await query(copy.url, 'update kept set n = 8')
  expect(await query(original.url, 'select n from kept')).toEqual([{ n: 7 }])
  await copy.stop()
  await original.stop()
})

test('a folder that was moved while in use is found at its new place', async ({ dataDir }) => {
  const before = await openEmbedded({ dataDir, durable: false })
  await query(before.url, 'create table kept as select 7 as n')
  const moved = join(dirname(dataDir), 'moved')
  await rename(dataDir, moved)
  const after = await openEmbedded({ dataDir: moved, durable: false })
  expect(after.url).toBe(before.url)
  await after.stop()
  await before.stop()
})

test('a folder made where a deleted one was does not get the old server', async ({ dataDir }) => {
  const lost = startUser(dataDir)
  await query(await lost.url, 'create table old as select 1 as n')
  await lost.killed()
  await rm(dataDir, { recursive: true })
  const { url, stop } = await openEmbedded({ dataDir, durable: false })
  expect(await query(url, `select to_regclass('old') as old`)).toEqual([{ old: null }])
  await stop()
})

test('a database of another PostgreSQL is refused, with what to do', async ({ dataDir }) => {
  await (await openEmbedded({ dataDir, durable: false })).stop()
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
  await expect(openEmbedded({ dataDir })).rejects.toThrow(
    'is of PostgreSQL 17, this program brings 18: export it with the program that made it',
  )
})

test('a server that cannot start says why in its own words', async ({ dataDir }) => {
  await (await openEmbedded({ dataDir, durable: false })).stop()
  await writeFile(join(dataDir, 'postgres', 'postgresql.conf'), 'no_such_setting = on\n')
  await expect(openEmbedded({ dataDir })).rejects.toThrow(
    /does not start\n[^]*unrecognized configuration parameter "no_such_setting"/,
  )
})

test('the path of the socket is short wherever temporary files are kept', () => {
  const long = `/var/${'folders/'.repeat(15)}`
  expect(socketFolder({ key: '0123456789ab' }, long)).toBe('/tmp/lockstep-0123456789ab')
  expect(socketFolder({ key: '0123456789ab' }, '/tmp')).toBe('/tmp/lockstep-0123456789ab')
})

async function othersCanRead(path: string): Promise<boolean> {
  for (let at = path; at !== '/'; at = dirname(at)) {
    if (((await stat(at)).mode & 0o005) === 0) return false
  }
  return true
}

async function giveAll(folder: string): Promise<void> {
  const chown = spawn('chown', ['-R', '65534:65534', folder])
  await new Promise((done) => chown.once('exit', done))
}

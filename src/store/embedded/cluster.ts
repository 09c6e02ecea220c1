import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { platform } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'

/** A PostgreSQL data folder on this machine, and what is needed to run and enter it. */
export interface Cluster {
  readonly home: string
  /** Names the folder itself, however it is reached: moved it stays the same, copied it changes. */
  readonly key: string
  readonly password: string
  readonly account: Account | null
  readonly binaries: Binaries
  readonly durable: boolean
}

export const USER = 'lockstep'
const PASSWORD_FILE = 'lockstep.password'
const STAGING = 'postgres.new-'
const ABANDONED_AFTER_MS = 10 * 60_000

/** Opens the cluster in `dataDir`/postgres; makes it where there is none. */
export async function openCluster(
  dataDir: string,
  account: Account | null,
  binaries: Binaries,
  durable: boolean,
): Promise<Cluster> {
  const home = join(dataDir, 'postgres')
  if ((await versionOf(home)) === null) await makeCluster(dataDir, home, account, binaries, durable)
  const version = await versionOf(home)
  if (version !== binaries.major) {
    throw new Error(
      `the database in ${home} is of PostgreSQL ${version}, this program brings ${binaries.major}: export it with the program that made it`,
    )
  }
  const { dev, ino } = await stat(home, { bigint: true })
  const key = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 12)
  const password = (await readFile(join(home, PASSWORD_FILE), 'utf8')).trim()
  return { home, key, password, account, binaries, durable }
}

/**
 * How PostgreSQL is told where its data is. Run as another user it may be unable to walk there
 * from the root (below /root, say), so it is started inside and told "where you stand".
 */
export function dataArgument(home: string, account: Account | null): string {
  return account !== null && platform() === 'linux' ? '/proc/self/cwd' : home
}

/** The same few variables everywhere: nothing of our own environment, secrets least of all. */
export const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Made aside and renamed: an interrupted initdb leaves a folder that looks good. The password
 * comes with the same rename, so that there is never one without the other, and of two starters
 * one wins with both.
 */
async function makeCluster(
  dataDir: string,
  home: string,
  account: Account | null,
  binaries: Binaries,
  durable: boolean,
): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await clearAbandoned(dataDir)
  const staging = join(dataDir, STAGING + randomBytes(6).toString('hex'))
  const data = join(staging, 'data')
  const passwordFile = join(staging, PASSWORD_FILE)
  try {
    await mkdir(data, { recursive: true, mode: 0o700 })
    await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
    await give([staging, data, passwordFile], account)
    await initdb(data, passwordFile, account, binaries, durable)
    await rename(passwordFile, join(data, PASSWORD_FILE))
    await rename(data, home)
    if (durable) await flush(dataDir)
  } catch (error) {
    if ((await versionOf(home)) === null) throw error
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function initdb(
  data: string,
  passwordFile: string,
  account: Account | null,
  binaries: Binaries,
  durable: boolean,
): Promise<void> {
  const where = dataArgument(data, account)
  const args = [
    ['--pgdata', where],
    ['--pwfile', where === data ? passwordFile : `${where}/../${PASSWORD_FILE}`],
    ['--username', USER],
    ['--auth', 'scram-sha-256'],
    ['--encoding', 'UTF8'],
    // The same order of text on every machine, whatever locales it has.
    ['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    durable ? [] : ['--no-sync'],
  ]
  try {
    await promisify(execFile)(join(binaries.root, 'bin', 'initdb'), args.flat(), {
      cwd: data,
      env: ENVIRONMENT,
      timeout: 120_000,
      ...account,
    })
  } catch (cause) {
    const words = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : ''
    throw new Error(`the database in ${data} could not be made: ${words}`, { cause })
  }
}

async function clearAbandoned(dataDir: string): Promise<void> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith(STAGING))
  for (const path of names.map((name) => join(dataDir, name))) {
    const made = await stat(path).catch(() => null)
    if (made !== null && Date.now() - made.mtimeMs > ABANDONED_AFTER_MS) {
      await rm(path, { recursive: true, force: true })
    }
  }
}

async function versionOf(home: string): Promise<string | null> {
  return readFile(join(home, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    () => null,
  )
}

export async function give(paths: readonly string[], account: Account | null): Promise<void> {
  if (account === null) return
  for (const path of paths) await chown(path, account.uid, account.gid)
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { link, lstat, mkdir, open, readFile, rename, rm, rmdir, stat } from 'node:fs/promises'
import { tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'

import type { Cluster } from './cluster.ts'
import { dataArgument, ENVIRONMENT, give } from './cluster.ts'
import { ownUid, processesWith } from './processes.ts'

/** The longest path a socket can have is 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_PATH = 103
const LARGEST_LOG = 8 * 1024 * 1024

/** A start under way. `exited` holds the exit code as soon as there is one. */
export interface Start {
  exited: number | null
}

/** Where the server of `cluster` listens: short, and of this cluster alone. */
export function socketFolder(cluster: Pick<Cluster, 'key'>, base = tmpdir()): string {
  const folder = join(base, `lockstep-${cluster.key}`)
  return join(folder, '.s.PGSQL.5432').length <= LONGEST_SOCKET_PATH
    ? folder
    : join('/tmp', `lockstep-${cluster.key}`)
}

/**
 * Starts the server in a session of its own: it outlives us, since other processes may be using
 * it, and Ctrl-C in our terminal is not for it. It listens on a socket only.
 */
export async function startServer(cluster: Cluster): Promise<Start> {
  const folder = socketFolder(cluster)
  // The one who stopped the server before us may be taking the folder away right now.
  await makePrivate(folder, cluster).catch(() => makePrivate(folder, cluster))
  const log = await openLog(logOf(cluster))
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    cluster_name: nameOf(cluster),
    max_connections: '200',
    log_min_messages: 'warning',
    ...memory(),
    ...(cluster.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(
    join(cluster.binaries.root, 'bin', 'postgres'),
    ['-D', dataArgument(cluster.home, cluster.account), ...options],
    {
      cwd: cluster.home,
      detached: true,
      env: ENVIRONMENT,
      stdio: ['ignore', log.fd, log.fd],
      ...cluster.account,
    },
  )
  const start: Start = { exited: null }
  child.once('exit', (code) => {
    start.exited = code ?? -1
  })
  try {
    await once(child, 'spawn')
  } finally {
    await log.close()
  }
  child.unref()
  return start
}

/**
 * PostgreSQL's own defaults are for machines of twenty years ago: with 128 MB, an import writes
 * pages out to make room for those it fetches next. What is not used is not taken.
 */
function memory() {
  const megabytes = Math.floor(totalmem() / 8 / 1024 / 1024)
  return {
    shared_buffers: `${Math.min(1024, Math.max(128, megabytes))}MB`,
    max_wal_size: '2GB',
  }
}

/** The processes of this cluster's server that are alive: the postmaster and its children. */
export async function serverProcesses(cluster: Cluster): Promise<number[]> {
  return processesWith(nameOf(cluster))
}

/**
 * Takes away the locks that a dead server left. PostgreSQL believes them as long as *some* process
 * has that number: for ever, when that is a zombie that nobody reaps or an unrelated program after
 * a restart of the container. Somebody else may have started the next server already: its locks
 * stay. A socket that nobody listens at PostgreSQL replaces by itself.
 */
export async function clearLocks(cluster: Cluster): Promise<void> {
  await clearLock(cluster, join(socketFolder(cluster), '.s.PGSQL.5432.lock'))
  await clearLock(cluster, join(cluster.home, 'postmaster.pid'))
}

async function clearLock(cluster: Cluster, path: string): Promise<void> {
  const lock = await readFile(path, 'utf8').catch(() => null)
  if (lock === null) return
  // Read before: who holds this lock and lives is among those who live now.
  if ((await serverProcesses(cluster)).includes(Number.parseInt(lock, 10))) return
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await rename(path, aside)
    // In between, another may have cleared it and started a server.
    if ((await readFile(aside, 'utf8')) !== lock) await link(aside, path)
  } catch (error) {
    if (!isTaken(error)) throw error
  } finally {
    await rm(aside, { force: true })
  }
}

/** Somebody else was quicker. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(ENOENT|EEXIST)$/.test(String(error.code))
}

/** Leaves nothing behind in the folder of temporary files, unless the next server is there already. */
export async function removeSocketFolder(cluster: Cluster): Promise<void> {
  await rmdir(socketFolder(cluster)).catch(() => undefined)
}

/** The last lines of the server's log, for the message of an error. */
export async function lastWords(cluster: Cluster): Promise<string> {
  const text = await readFile(logOf(cluster), 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-5).join('\n')
}

/** In the title of each of its processes: this is how they are found again. */
function nameOf(cluster: Cluster): string {
  return `lockstep-db-${cluster.key}`
}

function logOf(cluster: Cluster): string {
  return join(cluster.home, '..', 'postgres.log')
}

async function openLog(path: string) {
  const size = await stat(path).then(
    (it) => it.size,
    () => 0,
  )
  if (size > LARGEST_LOG) await rename(path, `${path}.1`)
  return open(path, 'a', 0o600)
}

async function makePrivate(folder: string, cluster: Cluster): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const made = await lstat(folder)
  // In a folder like /tmp someone else may have made it before us, to listen in our place.
  const owners = [ownUid(), cluster.account?.uid]
  if (!made.isDirectory() || !owners.includes(made.uid) || (made.mode & 0o077) !== 0) {
    throw new Error(`${folder} was not made by this program: remove it`)
  }
  await give([folder], cluster.account)
}

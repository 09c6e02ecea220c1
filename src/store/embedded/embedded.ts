import { join, resolve } from 'node:path'

import type pg from 'pg'

import { backoff } from '../../lib/backoff.ts'
import { never } from '../../lib/never.ts'
import { sleep } from '../../lib/sleep.ts'
import { serverAccount } from './account.ts'
import { binaries } from './binaries.ts'
import type { Cluster } from './cluster.ts'
import { openCluster } from './cluster.ts'
import { ensureDatabase, knock, leave, postmaster, urlOf } from './presence.ts'
import { signal } from './processes.ts'
import type { Start } from './server.ts'
import {
  clearLocks,
  lastWords,
  removeSocketFolder,
  serverProcesses,
  startServer,
} from './server.ts'

export interface EmbeddedOptions {
  readonly dataDir: string
  /** False only for clusters that are thrown away: a crash of the machine may destroy them. */
  readonly durable?: boolean
}

/** A PostgreSQL of our own, for as long as it is used. */
export interface Embedded {
  /** What DATABASE_URL would be. Holds a password: not for logs. */
  readonly url: string
  /** Leaves. The last one to leave stops the server. Close your pool first. */
  readonly stop: () => Promise<void>
}

const STEP_MS = 20
const PATIENCE_MS = 60_000
/** Recovery after a crash replays what was written since the last checkpoint: give it time. */
const RECOVERY_MS = 15 * 60_000
/** A killed postmaster may be a zombie for a moment; its lock file is believed until it is gone. */
const STARTS_BEFORE_CLEARING = 6
const STARTS = 12

/**
 * Joins the server of `dataDir`, or starts it. It belongs to nobody: everyone who uses it is
 * present by a connection of its own, whoever comes starts it when it is down, whoever leaves
 * last stops it, and one that all its users were killed under waits for the next to come.
 */
export async function openEmbedded({
  dataDir,
  durable = true,
}: EmbeddedOptions): Promise<Embedded> {
  const folder = resolve(dataDir)
  const account = await serverAccount(join(folder, 'postgres'))
  const cluster = await openCluster(folder, account, await binaries(account, folder), durable)
  const stopping = new AbortController()
  let presence: pg.Client | null = await enter(cluster)
  let returning = Promise.resolve()
  await ensureDatabase(presence)
  watch(presence)
  return { url: urlOf(cluster), stop }

  /** A server that was killed under us is started again; the pool reconnects by itself. */
  function watch(client: pg.Client): void {
    client.once('end', () => {
      presence = null
      if (!stopping.signal.aborted) returning = comeBack()
    })
  }

  async function comeBack(): Promise<void> {
    for (let failures = 1; presence === null && !stopping.signal.aborted; failures++) {
      try {
        presence = await enter(cluster, stopping.signal)
        watch(presence)
      } catch {
        // Whoever uses the pool is told by the pool; here we only keep trying.
        const waitMs = backoff(failures, { baseMs: 500, capMs: 15_000 }, Math.random())
        await sleep(waitMs, stopping.signal).catch(() => undefined)
      }
    }
  }

  async function stop(): Promise<void> {
    if (stopping.signal.aborted) return
    stopping.abort()
    await returning
    const client = presence ?? (await enterIfRunning(cluster))
    if (client === null) return
    const last = await leave(client).catch(() => false)
    if (last) await shutDown(cluster, client)
    await client.end().catch(() => undefined)
  }
}

/** For the one who stops while a server that was killed is on its way back up. */
async function enterIfRunning(cluster: Cluster): Promise<pg.Client | null> {
  const began = performance.now()
  while ((await serverProcesses(cluster)).length > 0 && performance.now() - began < 10_000) {
    const answer = await knock(cluster)
    if (answer.kind === 'in') return answer.client
    await sleep(STEP_MS)
  }
  return null
}

async function enter(cluster: Cluster, until?: AbortSignal): Promise<pg.Client> {
  const began = performance.now()
  let start: Start | null = null
  let starts = 0
  let patience = PATIENCE_MS
  for (;;) {
    until?.throwIfAborted()
    const answer = await knock(cluster)
    switch (answer.kind) {
      case 'in':
        return answer.client
      case 'later':
        patience = RECOVERY_MS
        break
      case 'stranger':
        await dismiss(cluster)
        break
      case 'nobody': {
        // Ours is coming up, or somebody else's is, or one is on its way down.
        if (start !== null && start.exited === null) break
        if ((await serverProcesses(cluster)).length > 0) break
        if (starts === STARTS) throw await failure(cluster)
        if (starts > 0) await sleep(200)
        if (starts > STARTS_BEFORE_CLEARING) await clearLocks(cluster)
        start = await startServer(cluster)
        starts++
        break
      }
      default:
        never(answer)
    }
    if (performance.now() - began > patience) throw await failure(cluster)
    await sleep(STEP_MS, until)
  }
}

/** A server at our socket that works on another folder has lost its own: ours has the inode now. */
async function dismiss(cluster: Cluster): Promise<void> {
  for (const pid of await serverProcesses(cluster)) signal(pid, 'SIGINT')
  await sleep(100)
}

/** A fast shutdown: whatever is still under way is rolled back, nothing is lost. */
async function shutDown(cluster: Cluster, presence: pg.Client): Promise<void> {
  const pid = await postmaster(presence)
  signal(pid, 'SIGINT')
  const began = performance.now()
  // Only this one: somebody who comes now starts the next server of the same name.
  while ((await serverProcesses(cluster)).includes(pid)) {
    if (performance.now() - began > PATIENCE_MS) {
      signal(pid, 'SIGQUIT')
      return
    }
    await sleep(STEP_MS)
  }
  await removeSocketFolder(cluster)
}

async function failure(cluster: Cluster): Promise<Error> {
  return new Error(`the database in ${cluster.home} does not start\n${await lastWords(cluster)}`)
}

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

import type pg from 'pg'

import { backoff } from '../../lib/backoff.ts'
import { never } from '../../lib/never.ts'
import { sleep } from '../../lib/sleep.ts'
import { serverAccount } from './account.ts'
import { binaries } from './binaries.ts'
import type { Cluster } from './cluster.ts'
import { openCluster } from './cluster.ts'
import { ensureDatabase, knock, leave, urlOf } from './presence.ts'
import { signal } from './processes.ts'
import type { Start } from './server.ts'
import { clearLocks, lastWords, postmaster, serverProcesses, startServer } from './server.ts'

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
  let presence = await enter(cluster)
  watch()
  await ensureDatabase(presence)
  return { url: urlOf(cluster), stop }

  /** A server that was killed under us is started again; the pool reconnects by itself. */
  function watch(): void {
    presence.once('end', () => {
      if (!stopping.signal.aborted) void comeBack()
    })
  }

  async function comeBack(): Promise<void> {
    for (let failures = 1; !stopping.signal.aborted; failures++) {
      try {
        presence = await enter(cluster, stopping.signal)
        watch()
        return
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
    const last = await leave(presence).catch(() => false)
    if (last) await shutDown(cluster)
    await presence.end().catch(() => undefined)
  }
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

async function shutDown(cluster: Cluster): Promise<void> {
  const pid = await postmaster(cluster)
  if (pid === null) return
  signal(pid, 'SIGINT')
  const lock = join(cluster.home, 'postmaster.pid')
  const began = performance.now()
  while (existsSync(lock)) {
    if (performance.now() - began > PATIENCE_MS) {
      signal(pid, 'SIGQUIT')
      return
    }
    await sleep(STEP_MS)
  }
}

async function failure(cluster: Cluster): Promise<Error> {
  return new Error(`the database in ${cluster.home} does not start\n${await lastWords(cluster)}`)
}

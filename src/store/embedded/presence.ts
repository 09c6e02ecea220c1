import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import pg from 'pg'

import { must } from '../../lib/must.ts'
import type { Cluster } from './cluster.ts'
import { give, USER } from './cluster.ts'
import { socketFolder } from './server.ts'

/** What came of knocking at a server's door. */
export type Answer =
  { kind: 'in'; client: pg.Client } | { kind: 'later' } | { kind: 'nobody' } | { kind: 'stranger' }

/** Everybody who uses the server holds this lock shared; alone, one can have it exclusively. */
const PRESENCE = 4711_0001

/** Starting up, shutting down, shut down under us, or out of connections: worth another try. */
const LATER = ['57P01', '57P02', '57P03', '53300', 'ECONNRESET', 'EPIPE']
const NOBODY = ['ENOENT', 'ECONNREFUSED']

/**
 * Connects and stays: as long as this connection lives, nobody stops the server. It dies with
 * the process, kill -9 included, so that presence needs no clean-up.
 */
export async function knock(cluster: Cluster): Promise<Answer> {
  const client = new pg.Client(connection(cluster, 'postgres'))
  // A lost connection also ends the query under way, whose rejection is handled below.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select pg_advisory_lock_shared($1)', [PRESENCE])
    if (await servesThis(cluster, client)) return { kind: 'in', client }
    await client.end()
    return { kind: 'stranger' }
  } catch (error) {
    await client.end().catch(() => undefined)
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (NOBODY.includes(code)) return { kind: 'nobody' }
    const lost = error instanceof Error && error.message.startsWith('Connection terminated')
    if (lost || LATER.includes(code)) return { kind: 'later' }
    throw error
  }
}

/** Gives presence up. True: nobody else is there, nobody can come in, and the server is ours to stop. */
export async function leave(client: pg.Client): Promise<boolean> {
  await client.query('select pg_advisory_unlock_shared($1)', [PRESENCE])
  const { rows } = await client.query<{ last: boolean }>(
    'select pg_try_advisory_lock($1) as last',
    [PRESENCE],
  )
  return must(rows[0], 'the answer to a lock').last
}

/** The process to signal. The server says it itself: its folder may have been moved meanwhile. */
export async function postmaster(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ text: string }>(
    `select pg_read_file('postmaster.pid') as text`,
  )
  return Number.parseInt(must(rows[0], 'the lock of the server').text, 10)
}

/** Makes the database that holds our tables, unless it is there. */
export async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [USER])
  if (rowCount === 1) return
  try {
    await client.query(`create database ${USER}`)
  } catch (error) {
    // Another starter was quicker: 42P04 when it was done, 23505 when both were at it.
    const code = error instanceof pg.DatabaseError ? error.code : undefined
    if (code !== '42P04' && code !== '23505') throw error
  }
}

export function urlOf(cluster: Cluster): string {
  const host = encodeURIComponent(socketFolder(cluster))
  return `postgresql://${USER}:${cluster.password}@/${USER}?host=${host}`
}

/**
 * Whether the server works on this very folder. One whose folder was deleted lives on for a
 * while, and a new folder may be given the same inode: so it has to read what we just wrote.
 */
async function servesThis(cluster: Cluster, client: pg.Client): Promise<boolean> {
  const name = `lockstep.join-${randomBytes(6).toString('hex')}`
  const path = join(cluster.home, name)
  const proof = randomBytes(16).toString('hex')
  try {
    await writeFile(path, proof, { mode: 0o600 })
    await give([path], cluster.account)
    const { rows } = await client.query<{ text: string | null }>(
      'select pg_read_file($1, true) as text',
      [name],
    )
    return rows[0]?.text === proof
  } finally {
    await rm(path, { force: true })
  }
}

function connection(cluster: Cluster, database: string): pg.ClientConfig {
  return {
    host: socketFolder(cluster),
    port: 5432,
    user: USER,
    password: cluster.password,
    database,
    application_name: 'lockstep presence',
    connectionTimeoutMillis: 10_000,
  }
}

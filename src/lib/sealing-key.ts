import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Reads the keys of a key file, one per line in base64, the one to seal with first.
 * Makes the file with one new key, readable by its owner alone, where there is none.
 */
export async function sealingKeys(path: string): Promise<Buffer[]> {
  const known = await keysIn(path)
  if (known !== null) return known
  await create(path)
  return parseKeys(await readPrivate(path), path)
}

/** The keys of a key file; null where there is none. */
export async function keysIn(path: string): Promise<Buffer[] | null> {
  try {
    return parseKeys(await readPrivate(path), path)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

/** Parses keys as they stand in a key file or in the environment. */
export function parseKeys(text: string, where: string): Buffer[] {
  const keys = text.split(/[\s,]+/).filter((word) => word !== '')
  if (keys.length === 0) throw new Error(`${where} holds no sealing key`)
  return keys.map((word) => {
    const key = Buffer.from(word, 'base64')
    if (key.length === 32) return key
    throw new Error(`${where} holds a sealing key that is not 32 bytes in base64`)
  })
}

async function readPrivate(path: string): Promise<string> {
  const { mode } = await stat(path)
  if ((mode & 0o077) === 0) return readFile(path, 'utf8')
  throw new Error(`${path} can be read by others: run "chmod 600 ${path}"`)
}

/** Written aside and linked into place: of two starters one wins, and nobody reads half a key. */
async function create(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(aside, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true })
  try {
    await chmod(aside, 0o600)
    await link(aside, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await unlink(aside)
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

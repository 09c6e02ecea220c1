import { stat } from 'node:fs/promises'

import { ownUid } from './processes.ts'

/** A user and its group, as the kernel knows them. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** Has no powers, and a name on every Linux: initdb refuses a user without one. */
const NOBODY: Account = { uid: 65534, gid: 65534 }

/**
 * The user PostgreSQL is to run as, or null for our own. PostgreSQL refuses to be root: then it
 * is whoever owns the cluster already (a volume may come with its owner), else nobody.
 */
export async function serverAccount(cluster: string, uid = ownUid()): Promise<Account | null> {
  const owner = await ownerOf(cluster)
  if (uid === 0) return owner !== null && owner.uid !== 0 ? owner : NOBODY
  if (owner === null || owner.uid === uid) return null
  throw new Error(
    `the database in ${cluster} belongs to user ${owner.uid}: start as that user or as root`,
  )
}

async function ownerOf(path: string): Promise<Account | null> {
  try {
    const { uid, gid } = await stat(path)
    return { uid, gid }
  } catch {
    return null
  }
}

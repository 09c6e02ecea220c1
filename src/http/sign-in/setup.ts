import type { Database, Tx } from '../../store/database.ts'
import { audit } from '../../store/audit.ts'
import { oneTimeLinks } from '../../store/one-time-link.ts'
import { people } from '../../store/person.ts'
import { HttpProblem } from '../problem.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
/** A new one is made at each start, so that a forgotten log line is no way in. */
const SETUP_MS = 30 * DAY_MS

/**
 * The token of the link that makes the first administrator: `${PUBLIC_URL}/spa/setup?token=…`.
 * Null when there are people already. Each start replaces the link of the one before.
 */
export async function setupToken(database: Database, now = new Date()): Promise<string | null> {
  return database.transaction(async (tx) => {
    if (!(await people(tx).isEmpty())) return null
    const expiresAt = new Date(now.getTime() + SETUP_MS)
    return oneTimeLinks(tx).issue({ purpose: 'setup', userId: null }, expiresAt)
  })
}

export interface FirstPerson {
  readonly token: string
  readonly name: string
  readonly email: string
}

/** Makes the first administrator, with a password hashed already; uses the link up. */
export async function setUp(tx: Tx, person: FirstPerson, hash: string, now: Date): Promise<void> {
  const link = await oneTimeLinks(tx).use(person.token, now)
  if (link?.purpose !== 'setup' || !(await people(tx).isEmpty())) throw badSetupLink()
  const { name, email } = person
  const id = await people(tx).add({ name, email, role: 'ADMIN' })
  await people(tx).setPassword(id, hash)
  await audit(tx).write({
    actor: { kind: 'person', id, name },
    action: 'installation.set-up',
    subject: email.toLowerCase(),
  })
}

export function badSetupLink(): HttpProblem {
  return new HttpProblem(404, {
    code: 'link-not-valid',
    title: 'This link is not valid',
    detail: 'The link was used already, was replaced by a newer one, or never was one.',
    remedy:
      'Restart Lockstep and use the link that it prints; or sign in, if that was done before.',
  })
}

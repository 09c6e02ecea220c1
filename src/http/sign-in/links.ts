import type { Database, Tx } from '../../store/database.ts'
import { audit } from '../../store/audit.ts'
import { oneTimeLinks } from '../../store/one-time-link.ts'
import type { PersonRow } from '../../store/person.ts'
import { people } from '../../store/person.ts'
import { HttpProblem } from '../problem.ts'

const HOUR_MS = 60 * 60 * 1_000
const LIVES_MS = { invitation: 7 * 24 * HOUR_MS, reset: 24 * HOUR_MS }

export interface MadeLink {
  readonly link: string
  readonly expiresAt: string
}

/** Invites whoever has no password yet, lets the others set a new one; replaces earlier links. */
export async function makeLink(
  tx: Tx,
  person: Pick<PersonRow, 'id' | 'hasPassword'>,
  publicUrl: string,
  now: Date,
): Promise<MadeLink> {
  const purpose = person.hasPassword ? 'reset' : 'invitation'
  const expiresAt = new Date(now.getTime() + LIVES_MS[purpose])
  const token = await oneTimeLinks(tx).issue({ purpose, userId: person.id }, expiresAt)
  return {
    link: new URL(`/spa/link/${token}`, publicUrl).href,
    expiresAt: expiresAt.toISOString(),
  }
}

export async function readLink(database: Database, token: string, now: Date) {
  const link = await oneTimeLinks(database.kysely).find(token, now)
  const person =
    link === null || link.userId === null ? null : await people(database.kysely).find(link.userId)
  if (link === null || link.purpose === 'setup' || person === null || person.banned) throw badLink()
  return { purpose: link.purpose, email: person.email, name: person.name }
}

/** Sets the password and uses the link up; whoever was signed in with the old one is out. */
export async function useLink(
  tx: Tx,
  token: string,
  use: { hash: string; name?: string | undefined },
  now: Date,
): Promise<string> {
  const link = await oneTimeLinks(tx).use(token, now)
  const person = link === null || link.userId === null ? null : await people(tx).find(link.userId)
  if (link === null || person === null || person.banned) throw badLink()
  const name = use.name ?? person.name
  await people(tx).setPassword(person.id, use.hash)
  if (name !== person.name) await people(tx).edit(person.id, { name })
  await people(tx).endSessions(person.id)
  await audit(tx).write({
    actor: { kind: 'person', id: person.id, name },
    action: link.purpose === 'reset' ? 'person.password-reset' : 'person.joined',
    subject: person.email,
  })
  return person.email
}

function badLink(): HttpProblem {
  return new HttpProblem(404, {
    code: 'link-not-valid',
    title: 'This link is not valid',
    detail: 'The link was used already, is too old, or was replaced by a newer one.',
    remedy: 'Ask an administrator for a new link.',
  })
}

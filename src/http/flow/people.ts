import { audit } from '../../store/audit.ts'
import type { Tx } from '../../store/database.ts'
import { hasOtherAdmin, people } from '../../store/person.ts'
import type { Actor } from '../../vulnerability/actor.ts'
import type { Role } from '../../vulnerability/role.ts'
import { conflict, notFound } from '../problem.ts'
import { makeLink } from '../sign-in/links.ts'

export interface Invited {
  readonly name: string
  readonly email: string
  readonly role: Role
}

export interface LinkMaker {
  readonly actor: Actor
  readonly publicUrl: string
  readonly now: Date
}

export async function invite(tx: Tx, person: Invited, by: LinkMaker) {
  if ((await people(tx).findByEmail(person.email)) !== null) {
    throw conflict(
      `${person.email} is among the people already.`,
      'Make a new link from their row in People instead.',
    )
  }
  const id = await people(tx).add(person)
  await audit(tx).write({
    actor: by.actor,
    action: 'person.invited',
    subject: person.email,
    details: { role: person.role },
  })
  return makeLink(tx, { id, hasPassword: false }, by.publicUrl, by.now)
}

export async function makeNewLink(tx: Tx, id: string, by: LinkMaker) {
  const person = await people(tx).find(id)
  if (person === null) throw notFound(`person ${id}`)
  if (person.banned) {
    throw conflict(`${person.email} is disabled.`, 'Enable the person first.')
  }
  const action = person.hasPassword ? 'person.reset-link-made' : 'person.invitation-link-made'
  await audit(tx).write({ actor: by.actor, action, subject: person.email })
  return makeLink(tx, person, by.publicUrl, by.now)
}

export interface PersonChanges {
  readonly role?: Role | undefined
  readonly disabled?: boolean | undefined
}

/** The last active administrator stays one: nobody could let another in. */
export async function editPerson(tx: Tx, id: string, changes: PersonChanges, actor: Actor) {
  const isSafe = await hasOtherAdmin(tx, id)
  const person = await people(tx).find(id)
  if (person === null) throw notFound(`person ${id}`)
  const role = changes.role ?? person.role
  const banned = changes.disabled ?? person.banned
  const wasAdmin = person.role === 'ADMIN' && !person.banned
  if (wasAdmin && (role !== 'ADMIN' || banned) && !isSafe) {
    throw conflict(
      `${person.email} is the last active Admin.`,
      'Make somebody else an Admin first.',
    )
  }
  await people(tx).edit(id, { role, banned })
  if (banned) await people(tx).endSessions(id)
  await audit(tx).write({
    actor,
    action:
      banned !== person.banned ? (banned ? 'person.disabled' : 'person.enabled') : 'person.edited',
    subject: person.email,
    details: { role: { from: person.role, to: role } },
  })
}

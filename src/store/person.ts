import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Role } from '../vulnerability/role.ts'
import type { Executor, Tx } from './database.ts'

export interface PersonRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly banned: boolean
  readonly lastSeenAt: Date | null
  readonly createdAt: Date
  /** Without one the invitation was not accepted yet. */
  readonly hasPassword: boolean
}

/** better-auth calls sign-in by e-mail and password so. */
const BY_PASSWORD = 'credential'

/** People, as better-auth keeps them. It hashes and checks passwords; here are only the rows. */
export function people(db: Executor) {
  const select = () =>
    db
      .selectFrom('user')
      .select(['id', 'name', 'email', 'role', 'banned', 'lastSeenAt', 'createdAt'])
      .select(
        sql<boolean>`exists (select from account where account."userId" = "user".id
          and account."providerId" = ${BY_PASSWORD} and account.password is not null)`.as(
          'hasPassword',
        ),
      )

  return {
    async isEmpty(): Promise<boolean> {
      return (await db.selectFrom('user').select('id').limit(1).executeTakeFirst()) === undefined
    },

    async list(): Promise<PersonRow[]> {
      return select().orderBy('createdAt').orderBy('id').limit(10_000).execute()
    },

    async find(id: string): Promise<PersonRow | null> {
      return (await select().where('id', '=', id).executeTakeFirst()) ?? null
    },

    async findByEmail(email: string): Promise<PersonRow | null> {
      const row = await select().where('email', '=', email.toLowerCase()).executeTakeFirst()
      return row ?? null
    },

    async add(person: { name: string; email: string; role: Role }): Promise<string> {
      const id = randomUUID()
      await db
        .insertInto('user')
        .values({ ...person, id, email: person.email.toLowerCase(), emailVerified: true })
        .execute()
      return id
    },

    async edit(id: string, changes: { name?: string; role?: Role; banned?: boolean }) {
      await db
        .updateTable('user')
        .set({ ...changes, updatedAt: new Date() })
        .where('id', '=', id)
        .execute()
    },

    async setPassword(userId: string, hash: string): Promise<void> {
      const password = { password: hash, updatedAt: new Date() }
      await db
        .insertInto('account')
        .values({
          ...password,
          id: randomUUID(),
          accountId: userId,
          providerId: BY_PASSWORD,
          userId,
        })
        .onConflict((conflict) => conflict.columns(['userId', 'providerId']).doUpdateSet(password))
        .execute()
    },

    /** Signs the person out everywhere, at once: each request reads its session anew. */
    async endSessions(userId: string): Promise<void> {
      await db.deleteFrom('session').where('userId', '=', userId).execute()
    },

    /** Kept to about five minutes, so that reading does not mean writing. */
    async seen({ id, lastSeenAt }: PersonRow): Promise<void> {
      const now = new Date()
      if (lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() < 5 * 60_000) return
      await db.updateTable('user').set({ lastSeenAt: now }).where('id', '=', id).execute()
    },
  }
}

/**
 * Whether anybody but `id` could still configure. Holds the administrators' rows until the end of
 * the transaction: two who demote each other at the same time must not both succeed.
 */
export async function hasOtherAdmin(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    select u.id from "user" u
    where u.role = 'ADMIN' and not u.banned and exists (
      select from account a where a."userId" = u.id and a.password is not null)
    order by u.id for update of u`.execute(tx)
  return rows.some((row) => row.id !== id)
}

import { randomBytes } from 'node:crypto'

import { actorOf, userNamed, type Actor } from '../actor.ts'
import { cookies, type Incoming } from '../http.ts'
import type { Instance } from '../instance.ts'

/** Named unlike anything else, since all ports of a host share their cookies. */
const COOKIE = 'glide_session_emulated'

export interface Session {
  readonly id: string
  /** Nobody's, until a request with credentials comes with its cookie. */
  userId: string
  /** Goes into every form of this session; a post without it is refused. */
  readonly ck: string
}

/** Who is logged in to the pages. */
export class Sessions {
  readonly #instance: Instance
  readonly #sessions = new Map<string, Session>()

  constructor(instance: Instance) {
    this.#instance = instance
  }

  /** The cookie of a new session, or null for a wrong name or password. */
  logIn(userName: string, password: string): string | null {
    const user = userNamed(this.#instance.database, userName)
    if (user === undefined || user['user_password'] !== password || password === '') return null
    return this.#start(user['sys_id'] ?? '')
  }

  /** The cookie of a session that is nobody's yet. */
  guest(): string {
    return this.#start('')
  }

  /** A session that came with credentials of its own is that user's from then on. */
  attach(incoming: Incoming, userId: string): void {
    const session = this.#sessions.get(cookies(incoming).get(COOKIE) ?? '')
    if (session?.userId === '') session.userId = userId
  }

  #start(userId: string): string {
    const session = { id: secret(), userId, ck: secret() }
    this.#sessions.set(session.id, session)
    return `${COOKIE}=${session.id}; Path=/; HttpOnly; SameSite=Lax`
  }

  logOut(session: Session): string {
    this.#sessions.delete(session.id)
    return `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`
  }

  of(incoming: Incoming): Session | null {
    const session = this.#sessions.get(cookies(incoming).get(COOKIE) ?? '')
    return session === undefined || session.userId === '' ? null : session
  }

  actor(session: Session): Actor | null {
    const user = this.#instance.database.must('sys_user').get(session.userId)
    return user?.['active'] === 'true' ? actorOf(user) : null
  }
}

function secret(): string {
  return randomBytes(24).toString('hex')
}

import { actorOf, hasRole, userNamed } from '../actor.ts'
import type { Authenticate } from '../api/api.ts'
import { header, type Incoming } from '../http.ts'
import type { Instance } from '../instance.ts'
import { clientNamed } from './clients.ts'
import type { Sessions } from '../pages/sessions.ts'
import type { Tokens } from './tokens.ts'

/** Bearer tokens and API keys for everybody, sessions of the pages, basic authentication for those who may still use it. */
export function authenticator(
  instance: Instance,
  tokens: Tokens,
  sessions: Sessions,
): Authenticate {
  return (incoming) => {
    const [scheme = '', credentials = ''] = header(incoming, 'authorization').split(' ')
    if (scheme.toLowerCase() === 'bearer') {
      const known = byToken(instance, tokens, credentials)
      if (known !== null && 'cookie' in incoming.headers)
        sessions.attach(incoming, known.actor.userId)
      return known
    }
    if (scheme.toLowerCase() === 'basic') return byPassword(instance, credentials)
    const key = header(incoming, 'x-sn-apikey')
    if (key !== '') return byKey(instance, key)
    return bySession(sessions, incoming)
  }
}

/** A cookie alone is not enough: another site could make a browser send it. */
function bySession(sessions: Sessions, incoming: Incoming): ReturnType<Authenticate> {
  const given = header(incoming, 'x-usertoken')
  const session = given === '' ? null : sessions.of(incoming)
  const actor = session === null || session.ck !== given ? null : sessions.actor(session)
  return actor === null ? null : { actor, isScoped: false }
}

function byToken(instance: Instance, tokens: Tokens, token: string): ReturnType<Authenticate> {
  const grant = tokens.grantOf(token)
  const client = grant === null ? null : clientNamed(instance.database, grant.clientId)
  const user = grant === null ? undefined : instance.database.must('sys_user').get(grant.userId)
  if (client === null || user?.['active'] !== 'true') return null
  return { actor: actorOf(user), isScoped: client['scope_restriction'] === 'securely_scoped' }
}

/** A record of api_key stands for its user, until it expires. */
function byKey(instance: Instance, token: string): ReturnType<Authenticate> {
  const { database, clock } = instance
  const found = [...database.must('api_key').rows()].find((one) => one['token'] === token)
  const { user: userId = '', active, expires = '' } = found ?? {}
  const user = database.must('sys_user').get(userId)
  const isOver = expires !== '' && expires <= clock.now()
  if (active !== 'true' || isOver || user?.['active'] !== 'true') return null
  return { actor: actorOf(user), isScoped: false }
}

function byPassword(instance: Instance, credentials: string): ReturnType<Authenticate> {
  if (!instance.settings.basicAuth) return null
  const [userName = '', ...password] = Buffer.from(credentials, 'base64').toString().split(':')
  const user = userNamed(instance.database, userName)
  if (user === undefined || user['user_password'] !== password.join(':')) return null
  const actor = actorOf(user)
  // Recent instances close basic authentication to all without this role; the administrator has it.
  return hasRole(actor, 'snc_basic_auth_api_access') ? { actor, isScoped: false } : null
}

import { html, json, type Incoming, type Reply } from '../http.ts'
import { html as markup } from './html.ts'
import { outside, type PageContext } from './layout.ts'

/**
 * /angular.do: how tools log in with a name and a password. The log-in gives cookies; the token that
 * has to come with them is in a header of the 401 that a request without it gets.
 */
export function angular(context: PageContext, incoming: Incoming): Reply {
  const form = new URLSearchParams(incoming.body)
  if (incoming.query.get('sysparm_type') === 'get_user') return whoAmI(context, incoming)
  if (form.get('sysparm_type') !== 'login')
    return json({ status: 'error', message: 'Unknown' }, 400)
  const userName = form.get('user_name') ?? ''
  const cookie = context.sessions.logIn(userName, form.get('user_password') ?? '')
  if (cookie === null) return json({ status: 'error', message: 'User name or password invalid' })
  const reply = json({ status: 'success' })
  return { ...reply, headers: { ...reply.headers, 'Set-Cookie': cookie } }
}

function whoAmI(context: PageContext, incoming: Incoming): Reply {
  const session = context.sessions.of(incoming)
  const actor = session === null ? null : context.sessions.actor(session)
  if (session === null || actor === null) {
    const reply = json({ user_name: 'guest' })
    return { ...reply, headers: { ...reply.headers, 'Set-Cookie': context.sessions.guest() } }
  }
  if (incoming.headers['x-usertoken'] === session.ck) {
    return json({ user_name: actor.userName, name: actor.name })
  }
  const reply = json({ status: 'error', message: 'User token required' }, 401)
  return { ...reply, headers: { ...reply.headers, 'X-UserToken-Response': session.ck } }
}

/** /sdk-oauth.do: where ServiceNow's own command line sends people back to, to copy the code from. */
export function codePage(context: PageContext, incoming: Incoming): Reply {
  const code = incoming.query.get('code')
  const body =
    code === null
      ? markup`<section class="card"><h1>Access denied</h1><p>You can close this page.</p></section>`
      : markup`<section class="card"><h1>Almost done</h1>
          <p>Copy this code and paste it into the command line. It is good for a minute.</p>
          <p><code id="code">${code}</code></p></section>`
  return html(outside(context, 'ServiceNow SDK', body))
}

import { html, redirect, type Incoming, type Reply } from '../http.ts'
import { html as markup } from './html.ts'
import { outside, type PageContext } from './layout.ts'

/** /login.do and /oauth_login.do: user name, password, and on to where the person was going. */
export function loginPage(context: PageContext, incoming: Incoming): Reply {
  const asked = incoming.query.get('uri') ?? ''
  if (incoming.method !== 'POST') return html(form(context, asked, ''))
  const fields = new URLSearchParams(incoming.body)
  const target = fields.get('uri') ?? ''
  const userName = fields.get('user_name') ?? ''
  const cookie = context.sessions.logIn(userName, fields.get('user_password') ?? '')
  if (cookie === null) {
    const message = 'User name or password invalid. Please try again.'
    return html(form(context, target, message, userName))
  }
  const to = redirect(isLocal(target) ? target : '/nav_to.do?uri=incident_list.do')
  return { ...to, headers: { ...to.headers, 'Set-Cookie': cookie } }
}

/** Only a path of this instance: anything else would send people away with their trust. */
function isLocal(target: string): boolean {
  return /^\/(?![/\\])[^\s\\]*$/.test(target)
}

function form(context: PageContext, target: string, error: string, userName = ''): string {
  const body = markup`
    <form class="card" method="post" action="/login.do">
      <h1>Log in</h1>
      ${error === '' ? null : markup`<p class="error" role="alert">${error}</p>`}
      <input type="hidden" name="uri" value="${target}">
      <label for="user_name">User name</label>
      <input id="user_name" name="user_name" value="${userName}" autocomplete="username" required autofocus>
      <label for="user_password">Password</label>
      <input id="user_password" name="user_password" type="password" autocomplete="current-password" required>
      <button class="primary" id="sysverb_login" type="submit">Log in</button>
    </form>`
  return outside(context, 'Log in', body)
}

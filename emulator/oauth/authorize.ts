import { html, redirect, type Incoming, type Reply } from '../http.ts'
import { html as markup } from '../pages/html.ts'
import { instanceName, notice, outside, type PageContext } from '../pages/layout.ts'
import type { Session } from '../pages/sessions.ts'
import type { Row } from '../store/sorted-rows.ts'
import { clientNamed, isRegisteredRedirect } from './clients.ts'

/** /oauth_auth.do: checks what the application asks for, then asks the person. */
export function authorize(context: PageContext, incoming: Incoming): Reply {
  const isAnswer = incoming.method === 'POST'
  const asked = isAnswer ? new URLSearchParams(incoming.body) : incoming.query
  const client = clientNamed(context.instance.database, asked.get('client_id') ?? '')
  const objection = objectionTo(context, asked, client)
  if (objection !== null || client === null) {
    return html(notice(context, 'Error', objection ?? 'Invalid client_id'), 400)
  }
  const session = context.sessions.of(incoming)
  if (session === null) {
    const back = `/oauth_auth.do?${isAnswer ? asked.toString() : incoming.rawQuery}`
    return redirect(`/oauth_login.do?uri=${encodeURIComponent(back)}`)
  }
  if (!isAnswer) return html(consent(context, asked, client, session, incoming.origin))
  if (asked.get('sysparm_ck') !== session.ck) {
    return html(notice(context, 'Error', 'The form has expired. Go back and try again.'), 403)
  }
  return redirect(answerTo(context, asked, session, incoming.origin))
}

/** What the person reads in place of the question; redirecting would trust an unchecked address. */
function objectionTo(
  { instance }: PageContext,
  asked: URLSearchParams,
  client: Row | null,
): string | null {
  if (client === null) return 'Invalid client_id'
  if (!isRegisteredRedirect(client, asked.get('redirect_uri') ?? '')) return 'Invalid redirect_uri'
  if (asked.get('response_type') !== 'code') return 'Invalid response_type'
  const state = asked.get('state') ?? ''
  if (state === '' && instance.settings.requireState) return 'Missing State parameter in request.'
  if (!/^[\w.~=-]*$/.test(state)) return 'Invalid State parameter in request.'
  const method = asked.get('code_challenge_method')
  if (asked.has('code_challenge') && method !== 'S256') return 'Invalid code_challenge_method'
  if (client['public_client'] === 'true' && !asked.has('code_challenge'))
    return 'Missing code_challenge'
  return null
}

function answerTo(
  { tokens }: PageContext,
  asked: URLSearchParams,
  session: Session,
  origin: string,
): string {
  // A page of the instance itself may be registered without its host.
  const target = new URL(asked.get('redirect_uri') ?? '', origin)
  if (asked.get('answer') === 'allow') {
    const grant = { clientId: asked.get('client_id') ?? '', userId: session.userId }
    const challenge = asked.get('code_challenge') ?? ''
    const code = tokens.issueCode(grant, asked.get('redirect_uri') ?? '', challenge)
    target.searchParams.set('code', code)
  } else {
    target.searchParams.set('error', 'access_denied')
  }
  const state = asked.get('state') ?? ''
  if (state !== '') target.searchParams.set('state', state)
  return target.href
}

const REPEATED = [
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'scope',
  'code_challenge',
  'code_challenge_method',
]

function consent(
  context: PageContext,
  asked: URLSearchParams,
  client: Row,
  session: Session,
  origin: string,
): string {
  const actor = context.sessions.actor(session)
  const repeated = REPEATED.filter((name) => asked.has(name)).map(
    (name) => markup`<input type="hidden" name="${name}" value="${asked.get(name) ?? ''}">`,
  )
  const body = markup`
    <form class="card" method="post" action="/oauth_auth.do">
      <h1>${client['name'] ?? ''}</h1>
      <p><strong>${client['name'] ?? ''}</strong> would like to connect to
        <strong>${instanceName(context)}</strong> as
        <strong>${actor?.name ?? ''}</strong> (${actor?.userName ?? ''}).</p>
      <p>It will be able to read and change what you can read and change.</p>
      ${repeated}
      <input type="hidden" name="sysparm_ck" value="${session.ck}">
      <div class="choices">
        <button id="deny" name="answer" value="deny" type="submit">Deny</button>
        <button id="allow" class="primary" name="answer" value="allow" type="submit">Allow</button>
      </div>
      <p class="aside">You will be sent to ${new URL(asked.get('redirect_uri') ?? '', origin).host}</p>
    </form>`
  return outside(context, 'Allow access', body)
}

import { html, redirect, type Incoming, type Reply } from '../http.ts'
import { Refusal } from '../refusal.ts'
import { downloadPage } from './attachments.ts'
import { formPage, saveForm } from './form-page.ts'
import { inside, notice, type PageContext, type Visit } from './layout.ts'
import { listPage } from './list-page.ts'
import { html as markup } from './html.ts'
import { STYLES } from './styles.ts'

const HOME = 'incident_list.do'

/** Everything a person looks at once they are inside. */
export function pages(context: PageContext, incoming: Incoming): Reply {
  const { path } = incoming
  if (path === '/styles/emulator.css') {
    return { status: 200, headers: { 'Content-Type': 'text/css' }, body: STYLES }
  }
  if (path !== '/' && !path.endsWith('.do') && !path.startsWith('/now/nav/ui/')) {
    return html(notice(context, 'Page not found', 'There is no such page on this instance.'), 404)
  }
  const visit = visitBy(context, incoming)
  if (visit === null) {
    const uri = path + (incoming.rawQuery === '' ? '' : `?${incoming.rawQuery}`)
    return redirect(`/login.do?uri=${encodeURIComponent(uri)}`)
  }
  try {
    return inner(visit, incoming)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const body = markup`<div class="panel"><h1>${error.message}</h1><p>${error.detail ?? ''}</p></div>`
    return html(inside(visit, error.message, body), error.status)
  }
}

function inner(visit: Visit, incoming: Incoming): Reply {
  const { path, query } = incoming
  if (path === '/' || path === '/home.do') return redirect(`/nav_to.do?uri=${HOME}`)
  if (path === '/nav_to.do') return redirect(localPath(query.get('uri') ?? HOME))
  if (path.startsWith('/now/nav/ui/')) {
    return redirect(localPath(decoded(path.split('/target/')[1] ?? HOME)))
  }
  if (path === '/logout.do') return logOut(visit, incoming)
  if (path === '/sys_attachment.do') return downloadPage(visit, incoming)
  const list = /^\/(\w+)_list\.do$/.exec(path)?.[1]
  if (list !== undefined) return listPage(visit, incoming, list)
  const form = /^\/(\w+)\.do$/.exec(path)?.[1]
  if (form === undefined) throw new Refusal(404, 'Page not found')
  return incoming.method === 'POST'
    ? saveForm(visit, incoming, form)
    : formPage(visit, incoming, form)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return HOME
  }
}

function visitBy(context: PageContext, incoming: Incoming): Visit | null {
  const session = context.sessions.of(incoming)
  const actor = session === null ? null : context.sessions.actor(session)
  return session === null || actor === null ? null : { ...context, session, actor }
}

function logOut(visit: Visit, incoming: Incoming): Reply {
  const form = new URLSearchParams(incoming.body)
  if (form.get('sysparm_ck') !== visit.session.ck) return redirect('/')
  const to = redirect('/login.do')
  return { ...to, headers: { ...to.headers, 'Set-Cookie': visit.sessions.logOut(visit.session) } }
}

/** What nav_to.do frames is always a page of this instance. */
function localPath(uri: string): string {
  const page = uri.replace(/^\/+/, '')
  return /^\w+\.do(\?[^\s\\]*)?$/.test(page) ? `/${page}` : `/${HOME}`
}

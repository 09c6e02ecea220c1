import { html, type Incoming, type Reply } from '../http.ts'
import { notice, type PageContext } from './layout.ts'
import { STYLES } from './styles.ts'

/** Everything a person looks at once they are inside. */
export function pages(context: PageContext, incoming: Incoming): Reply {
  if (incoming.path === '/styles/emulator.css') {
    return { status: 200, headers: { 'Content-Type': 'text/css' }, body: STYLES }
  }
  return html(
    notice(context, 'Page not found', 'The page you are looking for could not be found.'),
    404,
  )
}

import { hasRole, type Actor } from '../actor.ts'
import type { Instance } from '../instance.ts'
import { html, type Markup } from './html.ts'

interface Module {
  readonly label: string
  readonly href: string
}

interface Application {
  readonly label: string
  readonly modules: readonly Module[]
  readonly role: 'itil' | 'admin'
}

/** The applications on the left. */
export function navigator(instance: Instance, actor: Actor): Markup {
  const seen = [...STOCK.slice(0, 4), custom(instance), ...STOCK.slice(4)].filter(
    ({ role, modules }) => hasRole(actor, role) && modules.length > 0,
  )
  return html`${seen.map(
    ({ label, modules }) =>
      html`<h2>${label}</h2>
        <ul>
          ${modules.map((module) => html`<li><a href="${module.href}">${module.label}</a></li>`)}
        </ul>`,
  )}`
}

const STOCK: readonly Application[] = [
  {
    label: 'Incident',
    role: 'itil',
    modules: [
      { label: 'Create New', href: '/incident.do?sys_id=-1' },
      { label: 'Open', href: listOf('incident', 'active=true') },
      { label: 'Resolved', href: listOf('incident', 'state=6') },
      { label: 'All', href: listOf('incident') },
    ],
  },
  { label: 'Problem', role: 'itil', modules: forTable('problem') },
  { label: 'Change', role: 'itil', modules: forTable('change_request') },
  {
    label: 'Service Desk',
    role: 'itil',
    modules: [
      { label: 'Catalog Tasks', href: listOf('sc_task') },
      {
        label: 'My Work',
        href: listOf('task', 'active=true^assigned_to=javascript:gs.getUserID()'),
      },
      { label: 'All Tasks', href: listOf('task') },
    ],
  },
  {
    label: 'System OAuth',
    role: 'admin',
    modules: [{ label: 'Application Registries', href: listOf('oauth_entity') }],
  },
  {
    label: 'System Policy',
    role: 'admin',
    modules: [
      { label: 'Priority Lookup Rules', href: listOf('dl_u_priority') },
      { label: 'Problem Priority Lookup', href: listOf('dl_problem_priority') },
    ],
  },
  {
    label: 'System Definition',
    role: 'admin',
    modules: [
      { label: 'Tables', href: listOf('sys_db_object') },
      { label: 'Choice Lists', href: listOf('sys_choice') },
      { label: 'System Properties', href: listOf('sys_properties') },
    ],
  },
  {
    label: 'User Administration',
    role: 'admin',
    modules: [
      { label: 'Users', href: listOf('sys_user') },
      { label: 'Groups', href: listOf('sys_user_group') },
    ],
  },
]

/** Tables made on this instance, as an administrator would put them into the menu. */
function custom(instance: Instance): Application {
  const tables = instance.database.must('task').family()
  const own = tables.filter((table) => /^(u|x)_/.test(table.name))
  const modules = own.map((table) => ({ label: table.definition.label, href: listOf(table.name) }))
  return { label: 'Custom Applications', role: 'itil', modules }
}

function forTable(name: string): readonly Module[] {
  return [
    { label: 'Create New', href: `/${name}.do?sys_id=-1` },
    { label: 'Open', href: listOf(name, 'active=true') },
    { label: 'All', href: listOf(name) },
  ]
}

export function listOf(table: string, query = ''): string {
  return query === ''
    ? `/${table}_list.do`
    : `/${table}_list.do?sysparm_query=${encodeURIComponent(query)}`
}

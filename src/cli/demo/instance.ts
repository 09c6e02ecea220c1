import { visitor, type Visitor } from './visitor.ts'

export interface TicketRecord {
  readonly sysId: string
  readonly number: string
  readonly shortDescription: string
  readonly impact: string
  readonly urgency: string
  readonly priority: string
  readonly state: string
  readonly stateLabel: string
}

/** The emulated ServiceNow as its people see it: over HTTP, never from inside. */
export interface InstanceSide {
  /** Clicks through log-in and consent as that user; the query it is sent back with. */
  allow(authorizationUrl: string, user: string): Promise<URLSearchParams>
  tickets(table: string): Promise<TicketRecord[]>
  edit(table: string, sysId: string, fields: Readonly<Record<string, string>>): Promise<void>
}

type Cell = { readonly value: string; readonly display_value: string }
type Cells = Readonly<Record<string, Cell>>

const FIELDS = 'sys_id,number,short_description,impact,urgency,priority,state'

export function instanceSide(origin: string): InstanceSide {
  const credentials = Buffer.from('admin:admin').toString('base64')
  const api = visitor(origin, { authorization: `Basic ${credentials}` })
  return {
    async allow(authorizationUrl, user) {
      const person = visitor(origin)
      const { pathname, search } = new URL(authorizationUrl)
      const login = await follow(person, pathname + search)
      const uri = new URL(login.url).searchParams.get('uri') ?? pathname + search
      await person.post('/login.do', { uri, user_name: user, user_password: user })
      const consent = await (await follow(person, pathname + search)).text()
      const ck = /name="sysparm_ck" value="(\w+)"/.exec(consent)?.[1] ?? ''
      const asked = Object.fromEntries(new URLSearchParams(search))
      const answer = await person.post(pathname, { ...asked, sysparm_ck: ck, answer: 'allow' })
      const location = answer.headers.get('location')
      if (location === null) throw new Error('the instance did not send us back')
      return new URL(location).searchParams
    },
    async tickets(table) {
      const query = new URLSearchParams({
        sysparm_query: 'short_descriptionSTARTSWITH[CONVISO]^ORDERBYnumber',
        sysparm_fields: FIELDS,
        sysparm_display_value: 'all',
        sysparm_limit: '1000',
      })
      const { result } = await api.json<{ result: Cells[] }>(
        'GET',
        `/api/now/table/${table}?${query.toString()}`,
      )
      return result.map(toTicket)
    },
    async edit(table, sysId, fields) {
      await api.json('PATCH', `/api/now/table/${table}/${sysId}`, fields)
    },
  }
}

function toTicket(cells: Cells): TicketRecord {
  const value = (name: string) => cells[name]?.value ?? ''
  return {
    sysId: value('sys_id'),
    number: value('number'),
    shortDescription: value('short_description'),
    impact: value('impact'),
    urgency: value('urgency'),
    priority: value('priority'),
    state: value('state'),
    stateLabel: cells['state']?.display_value ?? '',
  }
}

/** The pages redirect to the log-in and back; a browser would do the same. */
async function follow(person: Visitor, path: string): Promise<Response> {
  let at = path
  for (let hop = 0; hop < 5; hop++) {
    const response = await person.get(at)
    const location = response.headers.get('location')
    if (location === null) return response
    const next = new URL(location, person.origin)
    at = next.pathname + next.search
  }
  throw new Error('the instance redirects in circles')
}

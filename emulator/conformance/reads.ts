import { at, textAt } from './caller.ts'
import { ABSENT, expected, holds, INCIDENT, type Check } from './check.ts'

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

/** What can be seen without writing anything. */
export const READS: readonly Check[] = [
  {
    name: 'without a log-in: 401, WWW-Authenticate, the shape of an error',
    run: async ({ anonymous }) => {
      const { status, headers, json } = await anonymous(`${INCIDENT}?sysparm_limit=1`)
      const seen = [status, headers.has('www-authenticate'), at(json, 'status')]
      return expected([401, true, 'failure'], seen)
    },
  },
  {
    name: 'an unknown table: 400 Invalid table',
    run: async ({ call }) => {
      const { status, json } = await call('/api/now/table/u_lockstep_no_such_table')
      const seen = [status, at(json, 'error', 'message')]
      return expected([400, 'Invalid table u_lockstep_no_such_table'], seen)
    },
  },
  {
    name: 'an unknown sys_id: 404 No Record found',
    run: async ({ call }) => {
      const { status, json } = await call(`${INCIDENT}/${ABSENT}`)
      return expected([404, 'No Record found'], [status, at(json, 'error', 'message')])
    },
  },
  {
    name: 'a list says how many there are, and each value is a text or a link',
    run: async ({ call }) => {
      const { headers, json } = await call(`${INCIDENT}?sysparm_limit=2`)
      const row = at(json, 'result', 0)
      const values = typeof row === 'object' && row !== null ? Object.values(row) : []
      const odd = values.filter(
        (value) => typeof value !== 'string' && typeof at(value, 'link') !== 'string',
      )
      const hasCount = /^\d+$/.test(headers.get('x-total-count') ?? '')
      return holds(hasCount && values.length > 50 && odd.length === 0, odd)
    },
  },
  {
    name: 'unknown columns are left out, dotted ones are followed',
    run: async ({ call, record }) => {
      const fields = 'sys_id,u_lockstep_none,opened_by.user_name'
      const { json } = await call(`${INCIDENT}/${record}?sysparm_fields=${fields}`)
      const keys = Object.keys(at(json, 'result') ?? {})
      return expected(['sys_id', 'opened_by.user_name'], keys)
    },
  },
  {
    name: 'a value is shown raw, as a label, or both',
    run: async ({ call, record }) => {
      const ask = (mode: string) =>
        call(`${INCIDENT}/${record}?sysparm_fields=state,opened_by&sysparm_display_value=${mode}`)
      const [raw, shown, both] = [await ask('false'), await ask('true'), await ask('all')]
      const keys = (json: unknown) => Object.keys(at(json, 'result', 'opened_by') ?? {}).toSorted()
      return (
        expected(['1', ['link', 'value']], [at(raw.json, 'result', 'state'), keys(raw.json)]) ??
        expected(['display_value', 'link'], keys(shown.json)) ??
        expected(['display_value', 'link', 'value'], keys(both.json)) ??
        expected('1', at(both.json, 'result', 'state', 'value'))
      )
    },
  },
  {
    name: 'True is true',
    run: async ({ call, record }) => {
      const asked = 'sysparm_fields=state&sysparm_display_value=True'
      const { json } = await call(`${INCIDENT}/${record}?${asked}`)
      return holds(/^\D+$/.test(textAt(json, 'result', 'state')), json)
    },
  },
  {
    name: 'links can be left out',
    run: async ({ call, record }) => {
      const off = 'sysparm_fields=opened_by&sysparm_exclude_reference_link=true'
      const { json } = await call(`${INCIDENT}/${record}?${off}`)
      return holds(/^[0-9a-f]{32}$/.test(textAt(json, 'result', 'opened_by')), json)
    },
  },
  {
    name: 'links repeat the version of the API that was called',
    run: async ({ call, record }) => {
      const { json } = await call(`/api/now/v2/table/incident/${record}?sysparm_fields=opened_by`)
      const link = textAt(json, 'result', 'opened_by', 'link')
      return holds(link.includes('/api/now/v2/table/sys_user/'), link)
    },
  },
  {
    name: 'times are to the second, in UTC',
    run: async ({ call, record }) => {
      const { json } = await call(`${INCIDENT}/${record}?sysparm_fields=sys_created_on`)
      const time = textAt(json, 'result', 'sys_created_on')
      const age = Date.now() - Date.parse(`${time.replace(' ', 'T')}Z`)
      return holds(TIME.test(time) && Math.abs(age) < 600_000, time)
    },
  },
  {
    name: 'HEAD answers without a body',
    run: async ({ call }) => {
      const { status, text } = await call(`${INCIDENT}?sysparm_limit=1`, { method: 'HEAD' })
      return expected([200, ''], [status, text])
    },
  },
  {
    name: 'the aggregate API counts as the list does',
    run: async ({ call }) => {
      const query = 'sysparm_query=active=true'
      const list = await call(`${INCIDENT}?sysparm_limit=1&sysparm_fields=sys_id&${query}`)
      const stats = await call(`/api/now/stats/incident?sysparm_count=true&${query}`)
      const seen = at(stats.json, 'result', 'stats', 'count')
      return expected(list.headers.get('x-total-count'), seen)
    },
  },
  {
    name: 'the states of an incident are choices',
    run: async ({ call }) => {
      const query = 'name=incident^element=state^language=en^inactive=false'
      const path = `/api/now/table/sys_choice?sysparm_query=${query}&sysparm_fields=value`
      const { json } = await call(path)
      const text = JSON.stringify(at(json, 'result'))
      return holds(
        ['1', '2', '6', '7'].every((value) => text.includes(`"${value}"`)),
        json,
      )
    },
  },
  {
    name: 'tables that extend task are found level by level',
    run: async ({ call }) => {
      const path = '/api/now/table/sys_db_object?sysparm_fields=name,super_class&sysparm_limit=200'
      const { json } = await call(`${path}&sysparm_query=super_class.name=task`)
      return holds(JSON.stringify(json).includes('"incident"'), json)
    },
  },
]

import { ABSENT, expected, holds, INCIDENT, type Check } from './check.ts'

/** What a query means, and what an answer says of the pages behind it. */
export const QUERIES: readonly Check[] = [
  {
    name: 'paging links are in the order first, prev, next, last, without blanks',
    run: async ({ call }) => {
      const { headers } = await call(
        '/api/now/table/sys_choice?sysparm_fields=value&sysparm_limit=1',
      )
      const link = headers.get('link') ?? ''
      const rels = [...link.matchAll(/>;rel="(\w+)"(,<|$)/g)].map((match) => match[1])
      return holds(/^first,(prev,)?next,last$/.test(rels.join(',')), link)
    },
  },
  {
    name: 'one page: no paging links',
    run: async ({ call, record }) => {
      const { headers } = await call(`${INCIDENT}?sysparm_query=sys_id=${record}&sysparm_limit=5`)
      return expected([false, '1'], [headers.has('link'), headers.get('x-total-count')])
    },
  },
  {
    name: 'the count and the links can be left out',
    run: async ({ call }) => {
      const off = 'sysparm_no_count=true&sysparm_suppress_pagination_header=true'
      const { headers } = await call(`${INCIDENT}?sysparm_limit=1&${off}`)
      return expected([false, false], [headers.has('x-total-count'), headers.has('link')])
    },
  },
  {
    name: 'without a count there is no X-Total-Count',
    run: async ({ call }) => {
      const { status, headers } = await call(`${INCIDENT}?sysparm_limit=1&sysparm_no_count=true`)
      return expected([200, false], [status, headers.has('x-total-count')])
    },
  },
  {
    name: 'nothing found: 200 and an empty list, counted',
    run: async ({ call }) => {
      const { status, headers, json } = await call(`${INCIDENT}?sysparm_query=sys_id=${ABSENT}`)
      return expected([200, '0', { result: [] }], [status, headers.get('x-total-count'), json])
    },
  },
  {
    name: 'an unknown field in a query widens it to the whole table',
    run: async ({ call }) => {
      const path = `${INCIDENT}?sysparm_limit=1&sysparm_fields=sys_id&sysparm_query=`
      const wide = await call(`${path}u_lockstep_no_such_field=banana`)
      const all = await call(path)
      const seen = wide.headers.get('x-total-count')
      return expected(all.headers.get('x-total-count'), seen)
    },
  },
  {
    name: 'blanks around a condition mean nothing',
    run: async ({ call, record }) => {
      const ask = (query: string) =>
        call(`${INCIDENT}?sysparm_limit=1&sysparm_query=${encodeURIComponent(query)}`)
      const { headers } = await ask(`sys_id=${record} ^OR number STARTSWITHno such number`)
      return expected('1', headers.get('x-total-count'))
    },
  },
  {
    name: 'a number that is none matches nothing',
    run: async ({ call }) => {
      const { headers } = await call(`${INCIDENT}?sysparm_limit=1&sysparm_query=state=NOT_A_NUMBER`)
      return expected('0', headers.get('x-total-count'))
    },
  },
]

import { at, textAt, type Caller } from './caller.ts'
import { expected, holds, INCIDENT, type Check } from './check.ts'

const PATCH = 'PATCH'

async function countOfUpdates(call: Caller, record: string): Promise<number> {
  const { json } = await call(`${INCIDENT}/${record}?sysparm_fields=sys_mod_count`)
  return Number(textAt(json, 'result', 'sys_mod_count'))
}

/** What can be seen by writing to the one record that was made for this. */
export const WRITES: readonly Check[] = [
  {
    name: 'the sys_id that a caller gives is used once, and refused the second time',
    run: async ({ call, record }) => {
      const body = { sys_id: record, short_description: 'the same again' }
      const { status, json } = await call(INCIDENT, { method: 'POST', body })
      // Were it answered as a new record, that one would have to go.
      const made = textAt(json, 'result', 'sys_id')
      if (made !== '' && made !== record) await call(`${INCIDENT}/${made}`, { method: 'DELETE' })
      return holds(status >= 400, { status, made })
    },
  },
  {
    name: 'priority comes from impact and urgency, whatever is written',
    run: async ({ call, record }) => {
      const body = { impact: '1', urgency: '2', priority: '5' }
      const { json } = await call(`${INCIDENT}/${record}`, { method: PATCH, body })
      return expected('2', at(json, 'result', 'priority'))
    },
  },
  {
    name: 'unknown fields are dropped without a word',
    run: async ({ call, record }) => {
      const before = await countOfUpdates(call, record)
      const body = { u_lockstep_none: 'x', sys_mod_count: '77' }
      const { status } = await call(`${INCIDENT}/${record}`, { method: PATCH, body })
      return expected([200, before], [status, await countOfUpdates(call, record)])
    },
  },
  {
    name: 'the count of updates goes up with a change, and with nothing else',
    run: async ({ call, record }) => {
      const before = await countOfUpdates(call, record)
      const body = { description: 'changed' }
      await call(`${INCIDENT}/${record}`, { method: PATCH, body })
      const once = await countOfUpdates(call, record)
      await call(`${INCIDENT}/${record}`, { method: PATCH, body })
      const twice = await countOfUpdates(call, record)
      return holds(once > before && twice === once, { before, once, twice })
    },
  },
  {
    name: 'text is cut at the length of its column',
    run: async ({ call, record }) => {
      const body = { short_description: 's'.repeat(200), correlation_id: 'c'.repeat(120) }
      const { json } = await call(`${INCIDENT}/${record}`, { method: PATCH, body })
      const seen = ['short_description', 'correlation_id'].map(
        (name) => textAt(json, 'result', name).length,
      )
      return expected([160, 100], seen)
    },
  },
  {
    name: 'resolving without code and notes is refused by the data policy',
    run: async ({ call, record }) => {
      const body = { state: '6', close_code: '', close_notes: '' }
      const { status, json } = await call(`${INCIDENT}/${record}`, { method: PATCH, body })
      const detail = textAt(json, 'error', 'detail')
      const isPolicy = detail.startsWith('Data Policy Exception')
      return expected([403, true], [status, isPolicy]) && `${status} ${detail}`
    },
  },
  {
    name: 'work notes go to the journal, and the column stays empty',
    run: async ({ call, record }) => {
      const note = `lockstep conformance ${record}`
      const body = { work_notes: note }
      const { json } = await call(`${INCIDENT}/${record}`, { method: PATCH, body })
      const shown = await call(
        `${INCIDENT}/${record}?sysparm_fields=work_notes&sysparm_display_value=true`,
      )
      const text = textAt(shown.json, 'result', 'work_notes')
      const isThere = new RegExp(`- .+ \\(.+\\)\\n${note}`).test(text)
      return expected(['', true], [at(json, 'result', 'work_notes'), isThere])
    },
  },
  {
    name: 'an answer to a write can be left out',
    run: async ({ call, record }) => {
      const headers = { 'x-no-response-body': 'true' }
      const body = { description: 'no answer' }
      const { text } = await call(`${INCIDENT}/${record}`, { method: PATCH, body, headers })
      return expected('', text)
    },
  },
  {
    name: 'X-HTTP-Method-Override says what is meant',
    run: async ({ call, record }) => {
      const headers = { 'x-http-method-override': 'PATCH' }
      const body = { description: 'overridden' }
      const { json } = await call(`${INCIDENT}/${record}`, { method: 'POST', body, headers })
      return expected('overridden', at(json, 'result', 'description'))
    },
  },
  {
    name: 'PUT changes only what it is given',
    run: async ({ call, record }) => {
      const body = { description: 'put' }
      const { json } = await call(`${INCIDENT}/${record}`, { method: 'PUT', body })
      const seen = [at(json, 'result', 'description'), textAt(json, 'result', 'impact')]
      return expected(['put', '1'], seen)
    },
  },
  {
    name: 'a body may be XML',
    run: async ({ call, record }) => {
      const headers = { 'content-type': 'application/xml' }
      const body = '<request><entry><description>A &amp; B</description></entry></request>'
      const { json } = await call(`${INCIDENT}/${record}`, { method: PATCH, body, headers })
      return expected('A & B', at(json, 'result', 'description'))
    },
  },
  {
    name: 'a file is kept as it was sent, listed with its record, and deleted',
    run: async ({ call, record }) => {
      const target = `table_name=incident&table_sys_id=${record}`
      const headers = { 'content-type': 'text/plain' }
      const path = `/api/now/attachment/file?${target}&file_name=lockstep.txt`
      const sent = await call(path, { method: 'POST', body: 'line\r\n', headers })
      const own = `/api/now/attachment/${textAt(sent.json, 'result', 'sys_id')}`
      const listed = await call(`/api/now/attachment?${target}`)
      const file = await call(`${own}/file`, { headers: { accept: '*/*' } })
      const gone = await call(own, { method: 'DELETE' })
      const seen = [sent.status, at(listed.json, 'result', 0, 'size_bytes'), file.text, gone.status]
      return expected([201, '6', 'line\r\n', 204], seen)
    },
  },
  {
    name: 'broken JSON is refused in the shape of an error',
    run: async ({ call, record }) => {
      const { status, json } = await call(`${INCIDENT}/${record}`, { method: PATCH, body: '{"a":' })
      return expected([400, 'failure'], [status, at(json, 'status')])
    },
  },
]

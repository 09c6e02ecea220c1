import type { Incoming, Reply } from '../http.ts'
import type { Instance } from '../instance.ts'
import { Refusal } from '../refusal.ts'
import { answer } from './answers.ts'
import { objectBody, type Call } from './call.ts'
import { methodNotSupported } from './refusals.ts'

/** POST /tinyurl: keeps a long query, and answers with the path that stands for it. */
export function tinyUrlApi(call: Call): Reply {
  if (call.method !== 'POST') throw methodNotSupported()
  const { url } = objectBody(call)
  if (typeof url !== 'string' || url === '') throw new Refusal(400, 'Missing url')
  const mark = url.indexOf('?')
  const page = mark === -1 ? url : url.slice(0, mark)
  const { instance, actor } = call
  const table = instance.database.must('sys_tiny_url')
  const data = mark === -1 ? '' : url.slice(mark + 1)
  const row = instance.insertUnchecked(actor, table, { data })
  const id = row['sys_id'] ?? ''
  instance.store(table, row, { tiny_url: id })
  return answer(200, { result: `${page}?sysparm_tiny=${id}` })
}

/** The request with what its sysparm_tiny stands for in front of its own parameters. */
export function withoutTinyUrl(instance: Instance, incoming: Incoming): Incoming {
  if (!incoming.rawQuery.includes('sysparm_tiny=')) return incoming
  const id = incoming.query.get('sysparm_tiny') ?? ''
  const kept = instance.database.must('sys_tiny_url').get(id)
  if (kept === undefined) return incoming
  const own = incoming.rawQuery.split('&').filter((pair) => !pair.startsWith('sysparm_tiny='))
  const rawQuery = [kept['data'] ?? '', ...own].filter((pair) => pair !== '').join('&')
  // Links in the answer repeat the request as it was sent, so the raw query stays.
  return { ...incoming, query: new URLSearchParams(rawQuery) }
}

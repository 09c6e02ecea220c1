import { header, type Incoming, type Reply } from '../http.ts'
import { Refusal } from '../refusal.ts'

/** Whether the caller wants XML; refuses a caller who takes neither that nor JSON. */
export function wantsXml(incoming: Incoming): boolean {
  const accept = header(incoming, 'accept').toLowerCase()
  if (accept === '' || /\*\/\*|application\/(\*|json)/.test(accept)) return false
  if (/(application|text)\/xml/.test(accept)) return true
  // The words of a real instance are not known; the shape is.
  throw new Refusal(406, 'Not acceptable', `Cannot answer with ${accept}`)
}

/** The same answer as XML: `<response>` around it, and one element for each key. */
export function asXml(reply: Reply): Reply {
  const isJson = String(reply.headers['Content-Type']).startsWith('application/json')
  if (!isJson || reply.body.length === 0) return reply
  const value: unknown = JSON.parse(reply.body.toString())
  return {
    ...reply,
    headers: { ...reply.headers, 'Content-Type': 'application/xml;charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?>${element('response', value)}`,
  }
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('')
  if (value === null || value === undefined || value === '') return `<${name}/>`
  if (typeof value !== 'object')
    return `<${name}>${escaped(typeof value === 'string' ? value : JSON.stringify(value))}</${name}>`
  const inner = Object.entries(value).map(([key, one]) => element(key, one))
  return `<${name}>${inner.join('')}</${name}>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function escaped(text: string): string {
  return text
    .replaceAll(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, '')
}

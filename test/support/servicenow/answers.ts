import type { Answer } from '../../../src/servicenow/answer.ts'

/** An answer as an instance gives it, for tests of what is made of it. */
export function answered(
  status: number,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const isText = typeof body === 'string'
  return {
    status,
    headers: { 'content-type': isText ? 'text/plain' : 'application/json', ...headers },
    text: isText ? body : JSON.stringify(body),
    ms: 1,
  }
}

export function refusedWith(status: number, message: string, detail: string | null): Answer {
  return answered(status, { error: { message, detail }, status: 'failure' })
}

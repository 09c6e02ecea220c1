import type { Reply } from '../http.ts'
import { randomHex } from '../random-hex.ts'
import type { Refusal } from '../refusal.ts'

/** The headers of every API answer, as recorded. */
const ALWAYS = {
  'Server-Timing': 'sem_wait;dur=0, sesh_wait;dur=0',
  'X-Content-Type-Options': 'nosniff',
  Pragma: 'no-store,no-cache',
  'Cache-Control': 'no-cache,no-store,must-revalidate,max-age=-1',
  Expires: '0',
  'Content-Type': 'application/json;charset=UTF-8',
  Server: 'ServiceNow',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
} as const

export function answer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const body = value === undefined ? '' : JSON.stringify(value)
  return { status, headers: { ...ALWAYS, ...loggedIn(), ...headers }, body }
}

/** A 401 lacks the marks of a session, and asks for Basic whatever was tried. */
export function unauthenticated(): Reply {
  const error = {
    message: 'User Not Authenticated',
    detail: 'Required to provide Auth information',
  }
  return {
    status: 401,
    headers: { ...ALWAYS, 'WWW-Authenticate': 'Basic realm="Service-now"' },
    body: JSON.stringify({ error, status: 'failure' }),
  }
}

export function refused(refusal: Refusal): Reply {
  const error = { message: refusal.message, detail: refusal.detail }
  return answer(refusal.status, { error, status: 'failure' }, refusal.headers)
}

function loggedIn(): Record<string, string | readonly string[]> {
  return {
    'X-Is-Logged-In': 'true',
    'X-Transaction-ID': randomHex(6),
    'Set-Cookie': [
      `JSESSIONID=${randomHex(16).toUpperCase()}; Path=/; HttpOnly; SameSite=None`,
      'glide_user=; Max-Age=0; Path=/; HttpOnly',
      'glide_user_session=; Max-Age=0; Path=/; HttpOnly',
      `glide_user_route=glide.${randomHex(16)}; Max-Age=2147483647; Path=/; HttpOnly`,
      `glide_session_store=${randomHex(16).toUpperCase()}; Max-Age=1800; Path=/; HttpOnly`,
    ],
  }
}

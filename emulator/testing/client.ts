import { createHash } from 'node:crypto'

import type { Emulator } from '../emulator.ts'

export const REDIRECT = 'http://127.0.0.1:9999/spa/callback/servicenow'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Tests read what they know to be there. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any
}

/** Calls as a user with basic authentication or a bearer token would make them. */
export function client(emulator: Emulator, authorization = basic('admin', 'admin')) {
  return async (method: string, path: string, body?: unknown, headers = {}): Promise<Answer> => {
    const response = await fetch(emulator.url + path, {
      method,
      headers: { authorization, 'content-type': 'application/json', ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(5000),
    })
    return answer(response)
  }
}

export function basic(userName: string, password: string): string {
  return `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`
}

/** A person in front of the pages: keeps the cookie, follows no redirect. */
export function person(emulator: Emulator) {
  let cookie = ''
  return async (path: string, form?: Readonly<Record<string, string>>): Promise<Answer> => {
    const response = await fetch(emulator.url + path, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    })
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return answer(response)
  }
}

/** The whole way through log-in and consent; the code that came back. */
export async function authorizationCode(
  emulator: Emulator,
  userName: string,
  verifier = '',
): Promise<string> {
  const visit = person(emulator)
  await visit('/login.do', { user_name: userName, user_password: userName })
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const asked = {
    response_type: 'code',
    client_id: 'lockstep',
    redirect_uri: REDIRECT,
    state: 'abc123',
    ...(verifier === '' ? {} : { code_challenge: challenge, code_challenge_method: 'S256' }),
  }
  const page = await visit(`/oauth_auth.do?${new URLSearchParams(asked).toString()}`)
  const ck = /name="sysparm_ck" value="(\w+)"/.exec(page.text)?.[1] ?? ''
  const back = await visit('/oauth_auth.do', { ...asked, sysparm_ck: ck, answer: 'allow' })
  return new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

export async function tokenRequest(
  emulator: Emulator,
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  const body = new URLSearchParams({
    client_id: 'lockstep',
    client_secret: 'lockstep-secret',
    ...form,
  })
  return answer(await fetch(`${emulator.url}/oauth_token.do`, { method: 'POST', body }))
}

/** Tokens as an application gets them after a person has clicked Allow. */
export async function connect(
  emulator: Emulator,
  userName = 'itil',
): Promise<{ access_token: string; refresh_token: string }> {
  const code = await authorizationCode(emulator, userName)
  const redirect = { code, redirect_uri: REDIRECT }
  const { json } = await tokenRequest(emulator, { grant_type: 'authorization_code', ...redirect })
  return json
}

/** Calls with the token of that user. */
export async function clientAs(emulator: Emulator, userName: string) {
  const { access_token: token } = await connect(emulator, userName)
  return client(emulator, `Bearer ${token}`)
}

async function answer(response: Response): Promise<Answer> {
  const text = await response.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: response.status, headers: response.headers, text, json }
}

import { person } from '../../../emulator/testing/client.ts'
import { startEmulator, type Emulator, type EmulatorOptions } from '../../../emulator/emulator.ts'
import { parseInstance } from '../../../src/servicenow/address.ts'
import { createHttp, type Http } from '../../../src/servicenow/http.ts'
import { connectInstance, type Instance } from '../../../src/servicenow/instance.ts'
import type { Lanes } from '../../../src/servicenow/limiter.ts'
import type { Login } from '../../../src/servicenow/oauth.ts'
import { freeLanes } from './server.ts'
import { memoryTokens, type MemoryTokens } from './tokens.ts'

export const REDIRECT = 'http://127.0.0.1:9999/spa/callback/servicenow'

export interface Emulated extends AsyncDisposable {
  readonly emulator: Emulator
  readonly http: Http
  readonly instance: Instance
  readonly tokens: MemoryTokens
  /** The same integration as another process has it, with lanes of its own. */
  inAnotherProcess(lanes: Lanes): Instance
}

/** An emulated instance, and a user of it who has been through its log-in and consent pages. */
export async function emulated(
  userName = 'itil',
  options: EmulatorOptions = {},
): Promise<Emulated> {
  const emulator = await startEmulator({ redirectUris: [REDIRECT], ...options })
  const http = createHttp({ userAgent: 'lockstep-test', timeoutMs: 2_000 })
  const tokens = memoryTokens({ accessToken: null, refreshToken: null, expiresAt: null })
  const inAnotherProcess = (lanes: Lanes) =>
    connectInstance({
      instance: parseInstance(emulator.url, [emulator.url]),
      clientId: 'lockstep',
      clientSecret: 'lockstep-secret',
      http,
      lanes,
      tokens,
    })
  const instance = inAnotherProcess(freeLanes())
  if (userName !== '') {
    const login = await instance.oauth.authorizationUrl(REDIRECT)
    const callback = await comeBack(emulator, login, userName)
    const got = await instance.oauth.redeemCode({ ...login, callback, redirectUri: REDIRECT })
    tokens.current = { ...tokens.current, ...got }
  }
  return {
    emulator,
    http,
    instance,
    tokens,
    inAnotherProcess,
    async [Symbol.asyncDispose]() {
      await http.close()
      await emulator.stop()
    },
  }
}

/** The query with which a person comes back from the pages of the instance. */
export async function comeBack(
  emulator: Emulator,
  login: Login,
  userName: string,
  answer: 'allow' | 'deny' = 'allow',
): Promise<URLSearchParams> {
  const visit = person(emulator)
  await visit('/login.do', { user_name: userName, user_password: userName })
  const { pathname, search, searchParams } = new URL(login.url)
  const page = await visit(pathname + search)
  const ck = /name="sysparm_ck" value="(\w+)"/.exec(page.text)?.[1] ?? ''
  const form = { ...Object.fromEntries(searchParams), sysparm_ck: ck, answer }
  const back = await visit(pathname, form)
  return new URL(back.headers.get('location') ?? '').searchParams
}

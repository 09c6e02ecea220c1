import { createHash } from 'node:crypto'

import { isServiceNowError } from '../../servicenow/errors.ts'
import { whoAmI } from '../../servicenow/who-am-i.ts'
import { audit } from '../../store/audit.ts'
import type { Database } from '../../store/database.ts'
import { integrations } from '../../store/integration.ts'
import { oauthLogins, type OauthLogin } from '../../store/oauth-login.ts'
import { tokenStore } from '../../store/token.ts'
import type { Actor } from '../../vulnerability/actor.ts'
import { hurryLane } from '../../work/marks.ts'
import type { InstanceDeps } from '../instance-deps.ts'
import { HttpProblem } from '../problem.ts'
import { noIntegration } from './integration.ts'

const STATE_MS = 10 * 60_000
const VERIFIER = 'code verifier'

/** Sends the person to the instance's own log-in; what must be remembered stays here. */
export async function beginLogin(
  database: Database,
  deps: InstanceDeps,
  integrationId: number,
  sessionId: string,
): Promise<string> {
  if ((await integrations(database.kysely).read(integrationId)) === null) {
    throw noIntegration(integrationId)
  }
  const { oauth } = await deps.reach.open(integrationId)
  const { url, state, codeVerifier } = await oauth.authorizationUrl(deps.redirectUrl)
  const stateHash = hash(state)
  await oauthLogins(database.kysely).begin({
    stateHash,
    sessionId,
    integrationId,
    verifierSealed: deps.sealer.seal(codeVerifier, { purpose: VERIFIER, row: stateHash }),
    redirectUri: deps.redirectUrl,
    expiresAt: new Date(Date.now() + STATE_MS),
  })
  return url
}

export interface Callback {
  readonly state: string
  readonly code?: string | undefined
  readonly error?: string | undefined
  readonly errorDescription?: string | undefined
}

/** Takes the person back from the instance. Returns the integration's id. */
export async function finishLogin(
  database: Database,
  deps: InstanceDeps,
  callback: Callback,
  sessionId: string,
  actor: Actor,
): Promise<number> {
  const login = await takeLogin(database, callback.state, sessionId)
  const { integrationId } = login
  if (callback.error !== undefined) throw denied(callback)
  if (callback.code === undefined) throw noCode()
  try {
    const instance = await deps.reach.open(integrationId)
    const context = { purpose: VERIFIER, row: login.stateHash }
    const tokens = await instance.oauth.redeemCode({
      callback: new URLSearchParams({ code: callback.code, state: callback.state }),
      state: callback.state,
      codeVerifier: deps.sealer.open(login.verifierSealed, context),
      redirectUri: login.redirectUri,
    })
    await tokenStore(database, deps.sealer, integrationId).connect(tokens)
    deps.reach.forget(integrationId)
  } catch (error) {
    throw loginProblem(error)
  }
  await settle(database, deps, integrationId, actor)
  return integrationId
}

/** Connected: what waited for the log-in goes on, and people see as whom we write. */
async function settle(
  database: Database,
  deps: InstanceDeps,
  integrationId: number,
  actor: Actor,
): Promise<void> {
  const user = await userOf(deps, integrationId)
  await database.transaction(async (tx) => {
    await integrations(tx).setUser(integrationId, user)
    const row = await integrations(tx).read(integrationId)
    if (row !== null) await hurryLane(tx, row.instance_id)
    await audit(tx).write({
      actor,
      action: 'integration.logged-in',
      subject: `integration ${row?.name ?? integrationId}`,
      details: { user: user ?? 'not known' },
    })
  })
}

/** Not every user may read users: then the first write's answer would tell, and nobody needs it. */
async function userOf(deps: InstanceDeps, integrationId: number): Promise<string | null> {
  try {
    return await whoAmI((await deps.reach.open(integrationId)).caller)
  } catch (error) {
    if (isServiceNowError(error)) return null
    throw error
  }
}

async function takeLogin(
  database: Database,
  state: string,
  sessionId: string,
): Promise<OauthLogin> {
  const taken = await database.transaction((tx) =>
    oauthLogins(tx).take(hash(state), sessionId, new Date()),
  )
  if (taken.kind === 'taken') return taken.login
  const { detail, remedy } = NOT_TAKEN[taken.kind]
  throw new HttpProblem(400, {
    code: `login-${taken.kind.replace('_', '-')}`,
    title: TITLE,
    detail,
    remedy,
  })
}

const TITLE = 'The log-in with ServiceNow was not finished'
const AGAIN = 'Start again with "Log in with ServiceNow".'
const NOT_TAKEN = {
  unknown: {
    detail: 'This answer does not belong to a log-in that was started here.',
    remedy: `Nothing was saved. ${AGAIN}`,
  },
  used: { detail: 'This answer was used already.', remedy: AGAIN },
  expired: { detail: 'The log-in took longer than 10 minutes.', remedy: AGAIN },
  other_session: {
    detail: 'The log-in was started by somebody else, or before you signed in again.',
    remedy: AGAIN,
  },
} as const

function denied({ error = '', errorDescription }: Callback): HttpProblem {
  const isDenied = error === 'access_denied'
  const words = errorDescription === undefined ? error : `${error}: ${errorDescription}`
  return new HttpProblem(422, {
    code: isDenied ? 'login-denied' : 'login-failed',
    title: TITLE,
    detail: isDenied
      ? 'Access was denied on the ServiceNow page.'
      : `ServiceNow answered ${words}.`,
    remedy: isDenied
      ? 'Log in again and choose Allow; the ServiceNow user needs the rights of docs/servicenow-setup.md.'
      : 'Check Client ID and Redirect URL in ServiceNow, then log in again.',
  })
}

function noCode(): HttpProblem {
  const detail = 'ServiceNow sent you back without a code.'
  return new HttpProblem(400, { code: 'login-no-code', title: TITLE, detail, remedy: AGAIN })
}

/** The token endpoint refuses everything with the same words: the likely reasons are ours to say. */
function loginProblem(error: unknown): unknown {
  if (!isServiceNowError(error) || error.kind !== 'reauthorize') return error
  return new HttpProblem(422, {
    code: 'login-refused',
    title: TITLE,
    detail: 'ServiceNow refused the Client ID, the Client Secret or the code.',
    remedy:
      'Copy Client ID and Client Secret again from the application registry in ServiceNow; its Redirect URL must be the one shown here.',
  })
}

function hash(state: string): string {
  return createHash('sha256').update(state).digest('hex')
}

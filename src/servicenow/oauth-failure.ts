import {
  AuthorizationResponseError,
  INVALID_RESPONSE,
  PARSE_ERROR,
  RESPONSE_IS_NOT_CONFORM,
  RESPONSE_IS_NOT_JSON,
  OperationProcessingError,
  ResponseBodyError,
  UnsupportedOperationError,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi'
import { ServiceNowError } from './errors.ts'

/**
 * An instance answers every refusal alike (401 "server_error"): a wrong secret, an
 * expired refresh token and a used code cannot be told apart, so that the words
 * name what a person can do instead. The library's errors carry bodies, tokens
 * and codes included, so none of them becomes a cause.
 */
export function oauthFailure(error: unknown, grant: 'code' | 'refresh'): Error {
  if (error instanceof ServiceNowError) return error
  if (error instanceof AuthorizationResponseError) return notAllowed(error)
  if (error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError) {
    return refusal(error.status, grant)
  }
  if (error instanceof OperationProcessingError || error instanceof UnsupportedOperationError) {
    return senseless(error, grant)
  }
  return error instanceof Error ? error : new Error('the OAuth exchange failed')
}

function notAllowed(error: AuthorizationResponseError): ServiceNowError {
  const denied = error.error === 'access_denied'
  return new ServiceNowError(
    denied
      ? 'access was denied on the page of the instance'
      : `the instance refused the log-in: ${error.error.slice(0, 100)}`,
    {
      kind: 'refused',
      code: 'access_denied',
      outcome: 'known',
      remedy: 'log in again and choose Allow',
    },
  )
}

function refusal(status: number, grant: 'code' | 'refresh'): ServiceNowError {
  const [message, remedy] = WORDS[grant]
  return new ServiceNowError(message, {
    kind: 'reauthorize',
    code: 'not_authenticated',
    outcome: 'known',
    status,
    remedy,
  })
}

const WORDS: Record<'code' | 'refresh', readonly [message: string, remedy: string]> = {
  code: [
    'the instance refused the log-in',
    'check client id, client secret and redirect URL of the OAuth application in ServiceNow, then ' +
      'log in again within a minute',
  ],
  refresh: ['the instance refused to renew the access token', 'log in with ServiceNow again'],
}

function senseless(error: Error & { code?: string }, grant: 'code' | 'refresh'): ServiceNowError {
  const { code } = error
  if (code === INVALID_RESPONSE && grant === 'code' && isAboutState(error)) {
    return new ServiceNowError('the answer does not belong to this log-in', {
      kind: 'refused',
      code: 'bad_request',
      outcome: 'known',
      remedy: 'start the log-in again, and finish it in the same browser',
    })
  }
  const isOther = code === RESPONSE_IS_NOT_JSON || code === RESPONSE_IS_NOT_CONFORM
  const message =
    isOther || code === PARSE_ERROR
      ? 'the address does not answer as the token endpoint of a ServiceNow instance does'
      : 'the instance answered without a usable token'
  return new ServiceNowError(message, {
    kind: 'retry',
    code: 'not_servicenow',
    outcome: 'known',
    remedy: 'check that the instance URL is that of a ServiceNow instance',
    ...(code === undefined ? {} : { detail: code }),
  })
}

function isAboutState(error: Error): boolean {
  return error.message.includes('state') || error.message.includes('authorization code')
}

import { AddressError } from '../../servicenow/address.ts'
import { isServiceNowError } from '../../servicenow/errors.ts'
import { HttpProblem } from '../problem.ts'

/** What went wrong at an instance, as a problem that says what to do; other errors as they are. */
export function instanceProblem(error: unknown): unknown {
  if (error instanceof AddressError) return badAddress(error.message)
  if (!isServiceNowError(error)) return error
  const words = [error.instanceMessage, error.detail].filter((word) => word !== null)
  const detail = words.length === 0 ? error.message : `${error.message}: ${words.join(', ')}`
  return new HttpProblem(error.kind === 'retry' ? 503 : 422, {
    code: `servicenow-${error.code.replaceAll('_', '-')}`,
    title: 'ServiceNow did not do what was asked',
    detail,
    remedy: error.remedy ?? REMEDIES[error.kind],
  })
}

export function badAddress(detail: string, remedy = 'Correct the ServiceNow Instance URL.') {
  return new HttpProblem(400, {
    code: 'instance-url',
    title: 'The instance cannot be used',
    detail,
    remedy,
    errors: [{ pointer: '/instanceUrl', detail }],
  })
}

const REMEDIES = {
  retry: 'Try again in a moment; Check connection shows what is wrong.',
  reauthorize: 'Log in with ServiceNow again.',
  refused: "Check the rights of the integration's ServiceNow user; Check connection shows which.",
  unexpected: 'Check the instance URL; Check connection shows what is wrong.',
} as const

import type { LoginCallback } from '../../../../src/http/contract.ts'

/** What ServiceNow sent the browser back with. */
export function arrivalOf(query: string): LoginCallback {
  const params = new URLSearchParams(query)
  const code = params.get('code')
  const error = params.get('error')
  const errorDescription = params.get('error_description')
  return {
    state: params.get('state') ?? '',
    ...(code !== null && { code }),
    ...(error !== null && { error }),
    ...(errorDescription !== null && { errorDescription }),
  }
}

/** Somebody opened the address by hand, or came back to it from the history. */
export function isEmpty({ code, error }: LoginCallback): boolean {
  return code === undefined && error === undefined
}

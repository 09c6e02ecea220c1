import type { CustomFetchOptions } from 'oauth4webapi'
import type { InstanceAddress } from './address.ts'
import { isHtml } from './answer.ts'
import { classify } from './classify.ts'
import type { Sender } from './http.ts'

type TokenFetch = (
  url: string,
  options: CustomFetchOptions<'POST', URLSearchParams>,
) => Promise<Response>

/** Lets the OAuth library speak through our sockets, which look at addresses and never redirect. */
export function oauthFetch(
  http: Sender,
  instance: InstanceAddress,
  timeoutMs: number | undefined,
): TokenFetch {
  return async (url, options) => {
    const { pathname, search } = new URL(url)
    const answer = await http.send(instance, {
      method: 'POST',
      path: pathname + search,
      headers: options.headers,
      body: options.body.toString(),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(options.signal instanceof AbortSignal ? { signal: options.signal } : {}),
    })
    // What no OAuth library can know: sleeping instances, log-in pages, rate limits.
    const { status } = answer
    if (isHtml(answer) || status === 429 || status >= 500 || (status >= 300 && status < 400)) {
      const problem = classify(answer, 'POST', new Date())
      if (problem !== null) throw problem
    }
    const headers = new Headers()
    for (const name of ['content-type', 'www-authenticate', 'cache-control']) {
      const value = answer.headers[name]
      if (value !== undefined) headers.set(name, value)
    }
    return new Response(status === 204 ? null : answer.text, { status, headers })
  }
}

import { restApi, serverError } from './api/api.ts'
import { isJsonV2, jsonV2 } from './api/json-v2.ts'
import type { Incoming, Reply } from './http.ts'
import { html } from './http.ts'
import { authenticator } from './oauth/authenticate.ts'
import { authorize } from './oauth/authorize.ts'
import { tokenEndpoint } from './oauth/token-endpoint.ts'
import { angular, codePage } from './pages/angular.ts'
import { notice, type PageContext } from './pages/layout.ts'
import { loginPage } from './pages/login-page.ts'
import { pages } from './pages/pages.ts'

/** Everything the instance answers, except for its remote control. Never throws. */
export function routes(context: PageContext): (incoming: Incoming) => Reply {
  const { instance, tokens, sessions } = context
  const authenticate = authenticator(instance, tokens, sessions)
  const route = (incoming: Incoming): Reply => {
    if (incoming.path.startsWith('/api/')) return restApi(instance, authenticate, incoming)
    const table = /^\/(\w+)\.do$/.exec(incoming.path)?.[1]
    if (table !== undefined && isJsonV2(incoming)) {
      return jsonV2(instance, authenticate, incoming, table)
    }
    switch (incoming.path) {
      case '/oauth_token.do':
        return tokenEndpoint(instance, tokens, incoming)
      case '/oauth_revoke_token.do':
        return revoke(context, incoming)
      case '/oauth_auth.do':
        return authorize(context, incoming)
      case '/login.do':
      case '/oauth_login.do':
        return loginPage(context, incoming)
      case '/angular.do':
        return angular(context, incoming)
      case '/sdk-oauth.do':
        return codePage(context, incoming)
      default:
        return pages(context, incoming)
    }
  }
  return (incoming) => {
    try {
      return route(incoming)
    } catch (error) {
      console.error(error)
      if (incoming.path.startsWith('/api/')) return serverError()
      return html(notice(context, 'Error', 'Something went wrong on the instance.'), 500)
    }
  }
}

/** Needs no credentials: who holds a token may end it. */
function revoke({ tokens }: PageContext, incoming: Incoming): Reply {
  const token = incoming.query.get('token') ?? new URLSearchParams(incoming.body).get('token') ?? ''
  tokens.revoke(token)
  return { status: 200, headers: { 'Cache-Control': 'no-store' }, body: '' }
}

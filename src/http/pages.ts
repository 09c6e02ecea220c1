import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RouteDeps } from './deps.ts'
import { HttpProblem } from './problem.ts'

/** The built pages under /spa. An address that is no file is the page's own affair. */
export function pages({ webRoot }: RouteDeps): FastifyPluginAsync {
  return async (app) => {
    const hidden = { config: { who: 'public', rateLimit: false }, schema: { hide: true } } as const
    const root = webRoot !== null && existsSync(join(webRoot, 'index.html')) ? webRoot : null
    if (root !== null)
      await app.register(fastifyStatic, { root, serve: false, preCompressed: true })
    const open = (path: string, reply: FastifyReply) => {
      if (root === null) throw notBuilt()
      return answer(root, path, reply)
    }
    app.get('/', hidden, async (_request, reply) => reply.redirect('/spa/'))
    app.get('/spa', hidden, async (_request, reply) => reply.redirect('/spa/'))
    app.get<{ Params: { '*': string } }>('/spa/*', hidden, async (request, reply) =>
      open(request.params['*'], reply),
    )
  }
}

function answer(root: string, path: string, reply: FastifyReply): FastifyReply {
  // Vite names what it builds by its content, so that it never changes under its name.
  if (path.startsWith('built/')) {
    return reply.sendFile(path, { maxAge: '365d', immutable: true })
  }
  const isFile = /^[\w-]+\.[\w.]+$/.test(path) && existsSync(join(root, path))
  return reply
    .header('cache-control', 'no-cache')
    .sendFile(isFile ? path : 'index.html', { cacheControl: false })
}

function notBuilt(): HttpProblem {
  return new HttpProblem(503, {
    code: 'pages-not-built',
    title: 'The pages are not built',
    detail: 'This installation has no web pages; the API works.',
    remedy: 'Start with "npm start", which builds them.',
  })
}

import type { FastifyInstance } from 'fastify'
import { HttpProblem, notFound } from './problem.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** An address that nobody answers; or one that answers, but not to this method. */
export function answerUnknown(app: FastifyInstance): void {
  app.setNotFoundHandler(async (request) => {
    const path = request.url.split('?')[0] ?? '/'
    const allowed = METHODS.filter((method) => app.findRoute({ method, url: path }) !== null)
    // A route that looked and found no such file answers to the method, too.
    if (allowed.length === 0 || allowed.some((method) => method === request.method))
      throw notFound(`page ${path}`, 'Check the address; /api/docs lists them.')
    throw new HttpProblem(405, {
      code: 'method-not-allowed',
      title: 'Not this method',
      detail: `${path} does not answer to ${request.method}.`,
      remedy: `Use ${allowed.join(' or ')}.`,
      headers: { allow: allowed.join(', ') },
    })
  })
}

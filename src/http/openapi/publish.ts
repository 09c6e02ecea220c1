import fastifySwagger from '@fastify/swagger'
import { jsonSchemaTransform } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Who } from '../caller.ts'
import { Problem } from '../schema/common.ts'
import { readablePage } from './readable-page.ts'

declare module 'fastify' {
  interface FastifySchema {
    hide?: boolean
    operationId?: string
    tags?: readonly string[]
    summary?: string
    description?: string
    /** The body is a file as it is, or several by multipart/form-data. */
    upload?: boolean
  }
}

/** OpenAPI 3.1 from the routes' own schemas, and a page to read it. */
export async function publishContract(app: FastifyInstance, version: string): Promise<void> {
  const problem = z.toJSONSchema(Problem, { io: 'output' })
  delete problem.$schema
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lockstep',
        version,
        description:
          'Vulnerabilities and their ServiceNow tickets. Every error is a problem of RFC 9457: ' +
          '"remedy" says what to do next.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'lockstep.session_token' },
          apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        },
        schemas: { Problem: problem as object },
      },
    },
    hideUntagged: true,
    transform(document) {
      const { schema, url } = jsonSchemaTransform(document)
      const { who, session } = document.route.config ?? {}
      if (schema === undefined || schema.hide === true) return { schema, url }
      const described = {
        ...schema,
        ...duties(who, session),
        ...(document.schema?.upload === true ? { body: FILE } : {}),
        response: answers(schema.response),
      }
      return { schema: described, url }
    },
  })
  const hidden = { config: { who: 'public' }, schema: { hide: true } } as const
  app.get('/api/openapi.json', hidden, async () => app.swagger())
  let rendered: string | undefined
  app.get('/api/docs', hidden, async (_request, reply) => {
    rendered ??= readablePage(app.swagger())
    return reply.type('text/html; charset=utf-8').send(rendered)
  })
}

function duties(who: Who = 'public', session = false) {
  if (who === 'public') return { security: [] }
  const security = session ? [{ session: [] }] : [{ session: [] }, { apiKey: [] }]
  return { security, description: `${NEEDS[who]}.` }
}

const NEEDS: Record<Exclude<Who, 'public'>, string> = {
  view: 'For everybody who is signed in',
  triage: 'For the profiles Admin and Developer',
  judge: 'For the profile Admin',
  configure: 'For the profile Admin',
}

const FILE = {
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: { file: { type: 'array', items: { type: 'string', format: 'binary' } } },
        required: ['file'],
      },
    },
    'application/json': { schema: {} },
    'application/octet-stream': { schema: {} },
  },
}

const REFUSAL = {
  description: 'A problem: what went wrong and what to do next',
  content: {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  },
}

function answers(given: unknown): object {
  const known = typeof given === 'object' && given !== null ? given : {}
  return { ...known, default: REFUSAL }
}

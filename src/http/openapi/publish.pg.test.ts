import { expect } from 'vitest'
import { z } from 'zod'
import { test } from '../test-kit.ts'

const Operation = z.looseObject({
  operationId: z.string().min(1),
  summary: z.string().min(1),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
})
const Document = z.looseObject({
  openapi: z.string().regex(/^3\.1\./),
  info: z.object({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.object({ name: z.string(), identifier: z.string() }),
  }),
  paths: z.record(z.string().startsWith('/'), z.record(z.string(), Operation)),
  components: z.looseObject({
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.literal('apiKey') })),
  }),
})

test('the contract is an OpenAPI 3.1 document that describes every route', async ({ server }) => {
  const answer = await server.nobody('GET', '/api/openapi.json')
  const { paths, components } = Document.parse(answer.json())
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  )
  const hidden = new Set(['/', '/spa', '/spa/*', '/api/docs', '/api/openapi.json', '/metrics'])
  const expected = server.app.guarded
    .filter(({ method, url }) => method !== 'HEAD' && !hidden.has(url))
    .map(({ method, url }) => `${method.toLowerCase()} ${url.replaceAll(/:(\w+)/g, '{$1}')}`)
  expect(operations.map(({ path, method }) => `${method} ${path}`).toSorted()).toEqual(
    expected.toSorted(),
  )
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { path, parameters = [], responses, security } of operations) {
    const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`)
    expect(path.match(/\{\w+\}/g) ?? []).toEqual(inPath)
    expect(Object.keys(responses)).toContain('default')
    for (const scheme of security.flatMap(Object.keys)) {
      expect(Object.keys(components.securitySchemes)).toContain(scheme)
    }
  }
})

test('every reference in the contract leads somewhere, and no schema speaks OpenAPI 3.0', async ({
  server,
}) => {
  const document: unknown = (await server.nobody('GET', '/api/openapi.json')).json()
  const text = JSON.stringify(document)
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference)
  expect(new Set(references)).toEqual(new Set(['#/components/schemas/Problem']))
  expect(document).toHaveProperty('components.schemas.Problem.properties.remedy')
  expect(text).not.toContain('"nullable"')
  expect(text).not.toContain('"$schema"')
})

test('the contract can be read by people, without a script', async ({ server }) => {
  const answer = await server.nobody('GET', '/api/docs')
  expect(answer.headers['content-type']).toContain('text/html')
  expect(answer.body).toContain('/api/v1/vulnerabilities/{id}/status')
  expect(answer.body).toContain('Move a vulnerability to another status')
  expect(answer.body).not.toContain('<script')
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
})

import { z } from 'zod'
import type { Markup } from './html.ts'
import { html } from './html.ts'
import { STYLE } from './style.ts'
import { typeWords } from './type-words.ts'

const Content = z.record(z.string(), z.looseObject({ schema: z.unknown() }))
const Operation = z.looseObject({
  operationId: z.string().default(''),
  summary: z.string().default(''),
  description: z.string().default(''),
  tags: z.array(z.string()).default(['Other']),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        schema: z.unknown(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: Content.optional() })),
})
const Document = z.looseObject({
  info: z.looseObject({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})
type Operation = z.output<typeof Operation>

interface Entry {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The OpenAPI document as one page for people: no script, nothing from elsewhere. */
export function readablePage(document: unknown): string {
  const { info, paths } = Document.parse(document)
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  const tags = [...new Set(entries.map(({ operation }) => tagOf(operation)))]
  const title = `${info.title} API`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <header>
          <h1>${title} <small>${info.version}</small></h1>
          <p>${info.description}</p>
          <p>
            Sign in by cookie, or send an API key in the header <code>x-api-key</code>. The same in
            machine-readable form: <a href="/api/openapi.json">OpenAPI 3.1</a>.
          </p>
          <nav aria-label="Sections">
            ${tags.map((tag) => html`<a href="#${anchor(tag)}">${tag}</a> `)}
          </nav>
        </header>
        <main>${tags.map((tag) => section(tag, entries))}</main>
      </body>
    </html>`.text
}

function section(tag: string, entries: readonly Entry[]): Markup {
  const own = entries.filter(({ operation }) => tagOf(operation) === tag)
  return html`<section id="${anchor(tag)}" aria-label="${tag}">
    <h2>${tag}</h2>
    ${own.map(entryOf)}
  </section>`
}

function entryOf({ method, path, operation }: Entry): Markup {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  return html`<details id="${operationId}">
    <summary>
      <b class="${method}">${method.toUpperCase()}</b> <code>${path}</code>
      <span>${summary}</span>
    </summary>
    <p>${description}</p>
    ${parameters.length === 0 ? html`` : parameterTable(parameters)}
    ${requestBody === undefined ? html`` : bodies('Body', requestBody.content)}
    ${Object.entries(responses).map(([status, { content = {} }]) =>
      bodies(status === 'default' ? 'Any error' : `Answer ${status}`, content),
    )}
  </details>`
}

function parameterTable(parameters: Operation['parameters']): Markup {
  const rows = parameters.map(
    ({ name, in: where, required, schema }) =>
      html`<tr>
        <td><code>${name}</code></td>
        <td>${where}${required ? ', required' : ''}</td>
        <td><code>${typeWords(schema)}</code></td>
      </tr>`,
  )
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Parameter</th>
        <th scope="col">In</th>
        <th scope="col">Type</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

function bodies(title: string, content: z.output<typeof Content>): Markup {
  const entries = Object.entries(content)
  if (entries.length === 0) return html`<h3>${title}</h3>`
  return html`${entries.map(
    ([type, { schema }]) =>
      html`<h3>${title} <small>${type}</small></h3>
        <pre tabindex="0">${typeWords(schema)}</pre>`,
  )}`
}

function tagOf(operation: Operation): string {
  return operation.tags[0] ?? 'Other'
}

function anchor(tag: string): string {
  return tag.toLowerCase().replaceAll(/[^a-z]+/g, '-')
}

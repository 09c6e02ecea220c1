import type { Instance } from '../instance.ts'
import type { Tokens } from '../oauth/tokens.ts'
import { html, type Markup } from './html.ts'
import type { Sessions } from './sessions.ts'

export interface PageContext {
  readonly instance: Instance
  readonly sessions: Sessions
  readonly tokens: Tokens
}

export function instanceName({ instance }: PageContext): string {
  const [property] =
    instance.database.must('sys_properties').withValue('name', 'glide.product.description') ?? []
  return property?.['value'] ?? 'Emulated Instance'
}

/** A page for somebody who is not inside yet: one card in the middle. */
export function outside(context: PageContext, title: string, body: Markup): string {
  return page(context, title, html`<main class="outside">${brand(context)}${body}</main>`)
}

/** A page that only says something, as the instance does when a log-in cannot go on. */
export function notice(context: PageContext, title: string, message: string): string {
  const body = html`<div class="card">
    <h1>${title}</h1>
    <p>${message}</p>
  </div>`
  return outside(context, title, body)
}

export function brand(context: PageContext): Markup {
  return html`<div class="brand"><span class="dot"></span>${instanceName(context)}</div>`
}

export function page(context: PageContext, title: string, body: Markup): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} | ${instanceName(context)}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/styles/emulator.css" />
      </head>
      <body>
        ${body}
      </body>
    </html>`.text
}

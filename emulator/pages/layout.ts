import type { Actor } from '../actor.ts'
import type { Instance } from '../instance.ts'
import type { Tokens } from '../oauth/tokens.ts'
import { html, type Markup } from './html.ts'
import { navigator } from './navigator.ts'
import type { Session, Sessions } from './sessions.ts'

export interface PageContext {
  readonly instance: Instance
  readonly sessions: Sessions
  readonly tokens: Tokens
}

/** A page request by somebody who is logged in. */
export interface Visit extends PageContext {
  readonly session: Session
  readonly actor: Actor
}

export function instanceName({ instance }: PageContext): string {
  const properties = instance.database.must('sys_properties')
  const [property] = properties.withValue('name', 'glide.product.description') ?? []
  return property?.['value'] ?? 'Emulated Instance'
}

/** A page inside: header, navigator, and what the page is about. */
export function inside(visit: Visit, title: string, body: Markup): string {
  const menu = navigator(visit.instance, visit.actor)
  const whole = html` <a class="skip" href="#content">Skip to content</a>
    <header class="top">
      <details class="menu">
        <summary>All</summary>
        <nav aria-label="Applications, menu">${menu}</nav>
      </details>
      <a class="brand" href="/">${mark()}<span>${instanceName(visit)}</span></a>
      <form class="person" method="post" action="/logout.do">
        <span>${visit.actor.name}</span>
        <input type="hidden" name="sysparm_ck" value="${visit.session.ck}" />
        <button type="submit">Log out</button>
      </form>
    </header>
    <div class="frame">
      <nav class="side" aria-label="Applications">${menu}</nav>
      <main id="content">${body}</main>
    </div>`
  return page(visit, title, whole)
}

/** A page for somebody who is not inside yet: one card in the middle. */
export function outside(context: PageContext, title: string, body: Markup): string {
  const brand = html`<div class="brand">${mark()}${instanceName(context)}</div>`
  return page(context, title, html`<main class="outside">${brand}${body}</main>`)
}

/** A page that only says something, as the instance does when a log-in cannot go on. */
export function notice(context: PageContext, title: string, message: string): string {
  const body = html`<div class="card">
    <h1>${title}</h1>
    <p>${message}</p>
  </div>`
  return outside(context, title, body)
}

function mark(): Markup {
  return html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
    <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="5" />
  </svg>`
}

function page(context: PageContext, title: string, body: Markup): string {
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

import type { FastifyInstance } from 'fastify'
import { badRequest } from './problem.ts'

/** Reads JSON bodies so that a broken one is answered with where it is broken. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    const text = body.toString()
    try {
      // An empty body is for the schema to judge: some requests need none.
      done(null, text.trim() === '' ? undefined : JSON.parse(text))
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      const { line, column } = placeOf(text, brokenAt(text))
      done(
        badRequest(
          `The body is not JSON: it is broken at line ${line}, column ${column}.`,
          'Correct the JSON there, then send it again.',
        ),
      )
    }
  })
}

/** How many characters of `text` could still become JSON. The parser itself often does not say. */
export function brokenAt(text: string): number {
  let good = 0
  let bad = text.length + 1
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (couldGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function couldGoOn(start: string): boolean {
  try {
    JSON.parse(start)
    return true
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const at = /at position (\d+)/.exec(message)?.[1]
    if (at !== undefined) return Number(at) >= start.length
    return /unexpected end|unterminated/i.test(message)
  }
}

function placeOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

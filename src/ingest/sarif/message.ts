import { listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { withoutTags } from '../plain-text.ts'
import type { Rule } from './rule.ts'

/** The result's message as plain text, its placeholders filled and its links unfolded. */
export function messageOf(result: Loose, rule: Rule, global: ReadonlyMap<string, string>): string {
  const message = objectOf(result['message'])
  const id = textOf(message['id'], 500)
  const template =
    textOf(message['text']) ||
    rule.messages.get(id) ||
    global.get(id) ||
    textOf(message['markdown']) ||
    ''
  const words = listOf(message['arguments'])
    .slice(0, 100)
    .map((word) => textOf(word, 2000))
  return withoutTags(unlinked(filled(template, words)))
}

/** Mago's Markdown begins with the text, and goes on. */
export function longerMessageOf(result: Loose, message: string): string {
  const markdown = textOf(objectOf(result['message'])['markdown'])
  return markdown.startsWith(message) ? markdown : message
}

/** `{0}` is the first argument, `{{` a brace. */
function filled(template: string, words: readonly string[]): string {
  if (words.length === 0) return template
  return template.replace(/\{\{|\}\}|\{(\d{1,2})\}/g, (hit, index: string | undefined) => {
    if (index === undefined) return hit.charAt(0)
    return words[Number(index)] ?? hit
  })
}

/** `[name](1)` points at a related location; `[name](https://…)` keeps its address. */
function unlinked(text: string): string {
  if (!text.includes('](')) return text
  return text
    .replace(/\[([^\][]+)\]\(\d+\)/g, '$1')
    .replace(/\[([^\][]+)\]\((https?:[^)\s]{1,2000})\)/g, (_, name: string, url: string) =>
      name === url ? url : `${name} (${url})`,
    )
}

/** The first sentence or line, short enough to be a title. */
export function firstSentence(text: string): string {
  const line = text.split('\n', 1)[0]?.trim() ?? ''
  const sentence = /^(.{15,200}?[.!?])(?=\s|$)/.exec(line)?.[1] ?? line
  return sentence
}

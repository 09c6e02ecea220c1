/** Reads the little of Markdown that scanners write. The result is data: nothing in it is markup. */

export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string }

const BULLET = /^\s*(?:[-*+•]|\d+[.)])\s+/
const HEADING = /^#{1,6}\s+/
const FENCE = /^\s*```/

export function blocksOf(source: string): Block[] {
  const lines = source.replaceAll('\r\n', '\n').split('\n')
  const blocks: Block[] = []
  let at = 0
  const take = (isPart: (line: string) => boolean): string[] => {
    const start = at
    while (at < lines.length && isPart(lines[at] ?? '')) at += 1
    return lines.slice(start, at)
  }
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      at += 1
    } else if (FENCE.test(line)) {
      at += 1
      blocks.push({ kind: 'code', text: take((each) => !FENCE.test(each)).join('\n') })
      at += 1
    } else if (HEADING.test(line)) {
      at += 1
      blocks.push({ kind: 'heading', lines: [inlinesOf(line.replace(HEADING, ''))] })
    } else if (BULLET.test(line)) {
      const items = take((each) => BULLET.test(each)).map((each) => each.replace(BULLET, ''))
      blocks.push({ kind: 'list', items: items.map(inlinesOf) })
    } else {
      blocks.push({ kind: 'paragraph', lines: take(isPlain).map(inlinesOf) })
    }
  }
  return blocks
}

function isPlain(line: string): boolean {
  return line.trim() !== '' && ![FENCE, HEADING, BULLET].some((each) => each.test(line))
}

// Bounded repetitions: a report's text must not be able to make this slow.
const INLINE =
  /`([^`\n]{1,500})`|\*\*([^*\n]{1,500})\*\*|(?<![\w*])\*([^*\s][^*\n]{0,300})\*(?!\w)|\[([^\]\n]{1,300})\]\((https?:\/\/[^\s)]{1,2000})\)|(https?:\/\/[^\s<>"')\]]{1,2000})/g

export function inlinesOf(line: string): Inline[] {
  const inlines: Inline[] = []
  let end = 0
  for (const match of line.matchAll(INLINE)) {
    if (match.index > end) inlines.push({ kind: 'text', text: line.slice(end, match.index) })
    inlines.push(inlineOf(match))
    end = match.index + match[0].length
  }
  if (end < line.length) inlines.push({ kind: 'text', text: line.slice(end) })
  return inlines
}

function inlineOf([whole, code, strong, emphasis, text, href]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code }
  if (strong !== undefined) return { kind: 'strong', text: strong }
  if (emphasis !== undefined) return { kind: 'emphasis', text: emphasis }
  return { kind: 'link', text: text ?? whole, href: href ?? whole }
}

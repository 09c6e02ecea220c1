import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Block, Inline } from './rich-text-blocks.ts'
import { blocksOf, inlinesOf } from './rich-text-blocks.ts'

test('HTML in a report stays text', () => {
  expect(blocksOf('<img src=x onerror=alert(1)>')).toEqual([
    { kind: 'paragraph', lines: [[{ kind: 'text', text: '<img src=x onerror=alert(1)>' }]] },
  ])
})

test('only http and https become links', () => {
  expect(inlinesOf('[here](javascript:alert(1)) and [there](https://a.example/b)')).toEqual([
    { kind: 'text', text: '[here](javascript:alert(1)) and ' },
    { kind: 'link', text: 'there', href: 'https://a.example/b' },
  ])
})

test('a bare address becomes a link, without the sentence around it', () => {
  expect(inlinesOf('see (https://a.example/b) for more')).toEqual([
    { kind: 'text', text: 'see (' },
    { kind: 'link', text: 'https://a.example/b', href: 'https://a.example/b' },
    { kind: 'text', text: ') for more' },
  ])
})

test('fences, lists, headings and paragraphs are told apart', () => {
  const source = '# Why\nFirst line\nsecond line\n\n- one\n- **two**\n\n```js\nconst a = 1\n```'
  expect(blocksOf(source).map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'code'])
})

test('a fence that is never closed keeps its text', () => {
  expect(blocksOf('```\nconst a = 1')).toEqual([{ kind: 'code', text: 'const a = 1' }])
})

test('no word of any text is lost', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  const mark = fc.constantFrom(
    ' ',
    '\n',
    '\n\n',
    ' `',
    '` ',
    ' **',
    '** ',
    '\n- ',
    '\n# ',
    ' *',
    '* ',
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(mark, word), { maxLength: 40 }), (pairs) => {
      const shown = blocksOf(pairs.flat().join('')).map(textOf).join(' ')
      for (const [, each] of pairs) expect(shown).toContain(each)
    }),
  )
})

function textOf(block: Block): string {
  if (block.kind === 'code') return block.text
  const lines: readonly (readonly Inline[])[] = block.kind === 'list' ? block.items : block.lines
  return lines.map((line) => line.map(({ text }) => text).join('')).join(' ')
}

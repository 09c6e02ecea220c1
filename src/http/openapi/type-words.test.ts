import { expect, test } from 'vitest'
import { html } from './html.ts'
import { typeWords } from './type-words.ts'

test('a schema reads like a type', () => {
  const schema = {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      tags: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
      kind: { enum: ['a', 'b'] },
    },
    required: ['id'],
  }
  expect(typeWords(schema)).toBe(
    '{\n  id: integer\n  tags?: (string | null)[]\n  kind?: "a" | "b"\n}',
  )
  expect(typeWords({ $ref: '#/components/schemas/Problem' })).toBe('Problem')
  expect(typeWords(undefined)).toBe('anything')
})

test('a value never becomes markup', () => {
  expect(html`<a title="${'"><script>'}">${[html`<b>${"'&"}</b>`]}</a>`.text).toBe(
    '<a title="&quot;&gt;&lt;script&gt;"><b>&#39;&amp;</b></a>',
  )
})

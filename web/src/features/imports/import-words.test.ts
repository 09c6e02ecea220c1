import { expect, test } from 'vitest'

import { filesWords, scopeWords, sizeWords } from './import-words.ts'

const file = (name: string) => ({ name, format: '', tool: '' })

test('the files of a scan are told in one line', () => {
  expect(filesWords({ files: [file('a.json')], fileName: 'a.json' })).toBe('a.json')
  expect(filesWords({ files: [], fileName: 'a.json' })).toBe('a.json')
  const three = ['a.json', 'b.json', 'c.json'].map(file)
  expect(filesWords({ files: three, fileName: 'a.json, b.json, c.json' })).toBe('a.json and 2 more')
})

test('what an import covers is never told as the whole asset unless it is', () => {
  expect([null, '', 'main'].map(scopeWords)).toEqual(['Adds only', 'Whole asset', 'main'])
})

test('sizes are told as people say them', () => {
  expect([12, 15_400, 2_345_678].map(sizeWords)).toEqual(['12 bytes', '15 kB', '2.3 MB'])
})

import { expect, test } from 'vitest'

import { filesWords, scopeWords, sentWords, sizeWords } from './import-words.ts'

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

test('how the question about tickets was answered is told, and by whom', () => {
  const answeredBy = { kind: 'person', name: 'Ada' } as const
  const words = (sent: ('LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL')[] | null) =>
    sentWords({ sent, answeredBy })
  expect(words([])).toBe('Ada let none go.')
  expect(words(['HIGH', 'CRITICAL'])).toBe('Ada let go: Critical, High.')
  expect(words(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'])).toBe('Ada let all go.')
  expect(words(null)).toBe('')
})

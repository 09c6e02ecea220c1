import { expect, test } from 'vitest'
import type { Asked } from './origin.ts'
import { isOwn } from './origin.ts'

const OWN = ['https://lockstep.example']
const asked: Asked = {
  method: 'POST',
  origin: 'https://lockstep.example',
  host: 'lockstep.example',
  hasCookie: true,
  hasApiKey: false,
}

test('our own pages may change things, reading is free', () => {
  expect(isOwn(asked, OWN)).toBe(true)
  expect(isOwn({ ...asked, method: 'GET', origin: 'https://evil.example' }, OWN)).toBe(true)
})

test('the address the page was opened by is our own too', () => {
  const local = { ...asked, origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' }
  expect(isOwn(local, OWN)).toBe(true)
  expect(isOwn({ ...local, origin: 'http://127.0.0.1:9090' }, OWN)).toBe(false)
})

test('another site, or one that hides, changes nothing by cookie', () => {
  for (const origin of ['https://evil.example', 'null', 'https://lockstep.example.evil', '']) {
    expect([origin, isOwn({ ...asked, origin }, OWN)]).toEqual([origin, false])
    // A key beside the cookie would not make another site's request ours.
    expect(isOwn({ ...asked, origin, hasApiKey: true }, OWN)).toBe(false)
  }
  expect(isOwn({ ...asked, origin: undefined }, OWN)).toBe(false)
})

test('a program with an API key needs no origin', () => {
  const program = { ...asked, hasCookie: false, hasApiKey: true }
  expect(isOwn({ ...program, origin: undefined }, OWN)).toBe(true)
})

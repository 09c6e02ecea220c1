import { randomBytes } from 'node:crypto'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { sealer, SealError } from './seal.ts'

const oldKey = randomBytes(32)
const newKey = randomBytes(32)
const context = { purpose: 'client secret', row: 7 }
const anyContext = fc.record({ purpose: fc.string(), row: fc.oneof(fc.string(), fc.integer()) })
const anyText = fc.string({ unit: 'grapheme' })

test('whatever is sealed opens again in its own context', () => {
  const { seal, open } = sealer([newKey])
  fc.assert(
    fc.property(anyText, anyContext, (text, where) => {
      expect(open(seal(text, where), where)).toBe(text)
    }),
  )
})

test('a sealed value opens in no other context', () => {
  const { seal, open } = sealer([newKey])
  fc.assert(
    fc.property(anyText, anyContext, anyContext, (text, here, there) => {
      fc.pre(here.purpose !== there.purpose || String(here.row) !== String(there.row))
      expect(() => open(seal(text, here), there)).toThrow(SealError)
    }),
  )
})

test('a sealed value with any character changed does not open', () => {
  const { seal, open } = sealer([newKey])
  const sealed = seal('s3cret', context)
  fc.assert(
    fc.property(
      fc.nat(sealed.length - 1),
      fc.constantFrom(...'abcXYZ019-_.'.split('')),
      (at, character) => {
        fc.pre(sealed[at] !== character)
        const forged = sealed.slice(0, at) + character + sealed.slice(at + 1)
        expect(() => open(forged, context)).toThrow(SealError)
      },
    ),
  )
})

test('the same text is never sealed to the same value twice', () => {
  const { seal } = sealer([newKey])
  expect(seal('s3cret', context)).not.toBe(seal('s3cret', context))
})

test('a key put first rotates: old values open and are known to be stale, new ones use it', () => {
  const before = sealer([oldKey]).seal('s3cret', context)
  const rotated = sealer([newKey, oldKey])
  expect(rotated.open(before, context)).toBe('s3cret')
  expect(rotated.isStale(before)).toBe(true)
  const after = rotated.seal('s3cret', context)
  expect(rotated.isStale(after)).toBe(false)
  expect(sealer([newKey]).open(after, context)).toBe('s3cret')
})

test('a value whose key is gone says which key it needs, and not what it holds', () => {
  const { keyId, seal } = sealer([oldKey])
  const opening = () => sealer([newKey]).open(seal('s3cret', context), context)
  expect(opening).toThrow(`no key ${keyId} to open this client secret`)
})

test('a key of the wrong length is refused at once', () => {
  expect(() => sealer([randomBytes(16)])).toThrow('a sealing key has 32 bytes, this one 16')
  expect(() => sealer([])).toThrow('at least one key')
})

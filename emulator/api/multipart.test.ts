import fc from 'fast-check'
import { expect, test } from 'vitest'

import { partsOf } from './multipart.ts'

const BOUNDARY = 'x-boundary-x'
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`

function bodyOf(parts: readonly { name: string; bytes: Uint8Array }[]): Buffer {
  const pieces = parts.flatMap(({ name, bytes }) => [
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}.bin"\r\nContent-Type: a/b\r\n\r\n`,
    ),
    Buffer.from(bytes),
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}--\r\n`)])
}

test('whatever bytes the parts hold, they come out as they went in', () => {
  const part = fc.record({
    name: fc.stringMatching(/^[a-z]{1,8}$/),
    bytes: fc.uint8Array({ maxLength: 60 }),
  })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      const found = partsOf(TYPE, bodyOf(parts))
      expect(found.map(({ name, fileName }) => [name, fileName])).toEqual(
        parts.map(({ name }) => [name, `${name}.bin`]),
      )
      expect(found.map(({ bytes }) => bytes.toString('hex'))).toEqual(
        parts.map(({ bytes }) => Buffer.from(bytes).toString('hex')),
      )
    }),
  )
})

test('what is no form has no parts', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array(), (type, bytes) => {
      expect(partsOf(type, Buffer.from(bytes))).toEqual([])
      partsOf(TYPE, Buffer.from(bytes))
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { isPublic } from './public-address.ts'

const INSIDE = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '::127.0.0.1',
  '0:0:0:0:0:ffff:10.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  'localhost',
  '',
]

test.each(INSIDE)('%j is not on the public internet', (address) => {
  expect(isPublic(address)).toBe(false)
})

const OUTSIDE = ['8.8.8.8', '149.96.5.1', '172.32.0.1', '2600:1f18::1', '::ffff:8.8.8.8']

test.each(OUTSIDE)('%s is', (address) => {
  expect(isPublic(address)).toBe(true)
})

test('an IPv4 address is judged alike however it is wrapped', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(isPublic(`::ffff:${address}`)).toBe(isPublic(address))
      expect(isPublic(`64:ff9b::${address}`)).toBe(isPublic(address))
    }),
  )
})

test('nothing outside 2000::/3 is public unless it wraps an IPv4 address', () => {
  const outside = fc.integer({ min: 0x4000, max: 0xffff }).map((group) => group.toString(16))
  fc.assert(
    fc.property(outside, (group) => {
      expect(isPublic(`${group}::1`)).toBe(false)
    }),
  )
})

import { expect, test } from 'vitest'

import { readConfig } from './config.ts'

test('nothing needs to be set on one machine', () => {
  const config = readConfig({})
  expect(config).toMatchObject({ host: '127.0.0.1', port: 8080, lanes: 4, databaseUrl: null })
})

test('every problem is reported at once', () => {
  const read = () => readConfig({ PORT: 'x', LOCKSTEP_LANES: '0', HOST: '0.0.0.0' })
  expect(read).toThrow(/PORT[\s\S]*LOCKSTEP_LANES|LOCKSTEP_LANES[\s\S]*PORT/)
})

test('a server that others can reach must know its public URL', () => {
  expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(/PUBLIC_URL/)
  const config = readConfig({ HOST: '0.0.0.0', PUBLIC_URL: 'https://lockstep.example.com/' })
  expect(config.publicUrl).toBe('https://lockstep.example.com')
})

test('an empty variable is one that is not set', () => {
  expect(readConfig({ DATABASE_URL: '', PORT: '' })).toMatchObject({
    databaseUrl: null,
    port: 8080,
  })
})

test('allowed instances are separated by commas or spaces', () => {
  const { allowedInstances } = readConfig({
    LOCKSTEP_ALLOWED_INSTANCES: 'http://127.0.0.1:8081, snow.example.com',
  })
  expect(allowedInstances).toEqual(['http://127.0.0.1:8081', 'snow.example.com'])
})

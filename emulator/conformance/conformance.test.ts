import { expect, test } from 'vitest'

import { startEmulator } from '../emulator.ts'
import { basic, connect, REDIRECT } from '../testing/client.ts'
import { conform } from './suite.ts'

const differing = (findings: Awaited<ReturnType<typeof conform>>) =>
  findings.filter((finding) => !finding.holds)

test('the emulated instance does what a real one does, and is left as it was', async () => {
  const emulator = await startEmulator()
  const before = emulator.records('incident').length
  const authorization = basic('admin', 'admin')
  const findings = await conform({ url: emulator.url, authorization })
  expect(differing(findings)).toEqual([])
  expect(findings.length).toBeGreaterThan(30)
  expect(emulator.records('incident')).toHaveLength(before)
  await emulator.stop()
})

test('who may not delete leaves one cancelled record behind, and is told which', async () => {
  const emulator = await startEmulator({ redirectUris: [REDIRECT] })
  const { access_token: token } = await connect(emulator, 'itil')
  const findings = await conform({ url: emulator.url, authorization: `Bearer ${token}` })
  expect(differing(findings)).toEqual([])
  expect(findings.at(-1)?.saw).toContain('left behind, cancelled (200)')
  await emulator.stop()
})

test('an instance that does otherwise is found out', async () => {
  const emulator = await startEmulator({ honourSysId: false, dataPolicies: false })
  const findings = await conform({ url: emulator.url, authorization: basic('admin', 'admin') })
  expect(differing(findings).map((finding) => finding.name)).toEqual([
    'a new record: 201, Location, and the sys_id that the caller gave',
    'the sys_id that a caller gives is used once, and refused the second time',
    'resolving without code and notes is refused by the data policy',
  ])
  await emulator.stop()
})

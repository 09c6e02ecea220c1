import { expect, test } from 'vitest'

import { findingsOf } from '../testing.ts'

test('Nuclei names the host in its message', async () => {
  const results = [
    {
      message: { text: 'Panel (panel) found on https://a.example.com' },
      locations: [{ physicalLocation: { artifactLocation: { uri: '/a' } } }],
    },
  ]
  const [finding] = await findingsOf({ runs: [{ tool: { driver: { name: 'Nuclei' } }, results }] })
  expect(finding?.evidence).toEqual({ url: 'https://a.example.com/a' })
})

test('what Nessus finds is on a port of a host', async () => {
  const said = { targetId: '10.0.0.2', protocol: 'tcp', solution: 'Get a certificate.' }
  const evidenceWith = async (port: string) => {
    const properties = { ...said, port, severity: '2', cvss3BaseScore: '9.0' }
    const results = [{ ruleId: '1', message: { text: 'm' }, properties }]
    const [finding] = await findingsOf({
      runs: [{ tool: { driver: { name: 'Nessus' } }, results }],
    })
    expect(finding).toMatchObject({ severity: 'CRITICAL', solution: 'Get a certificate.' })
    return finding?.evidence
  }
  const host = { address: '10.0.0.2', protocol: 'tcp', cvss: 9 }
  expect(await evidenceWith('443')).toEqual({ ...host, port: 443 })
  expect(await evidenceWith('0')).toEqual(host)
})

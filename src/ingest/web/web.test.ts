import { expect, test } from 'vitest'

import { findingsOf, itemsOf } from '../testing.ts'
import { sample } from '../testing-samples.ts'

test('an alert of ZAP is one finding of its site, whatever the number of addresses', async () => {
  const findings = await findingsOf(sample('by-hand/zap.json'))
  expect(findings).toMatchObject([
    {
      tool: 'ZAP',
      rule: '10038-1',
      title: 'Content Security Policy (CSP) Header Not Set',
      severity: 'MEDIUM',
      category: 'CWE-693',
      type: 'DAST',
      solution:
        'Ensure that your web server is configured to set the Content-Security-Policy header.',
      evidence: { url: 'https://shop.example.com/', method: 'GET' },
      suppressed: false,
    },
    {
      severity: 'HIGH',
      category: '',
      suppressed: true,
      evidence: { parameters: 'q', request: "POST /search HTTP/1.1\n\nq='" },
    },
  ])
  expect(findings[0]?.description).toMatch(
    /attacks & more\.\n\nFound at 2 addresses:\n- GET https:\/\/shop.example.com\/\n- GET .*login$/,
  )
  expect(findings[0]?.reference.split('\n')).toHaveLength(2)
})

test('another page with the same alert is the same finding', async () => {
  const now = await findingsOf(sample('by-hand/zap.json'))
  const later = await findingsOf(sample('by-hand/zap.json').replaceAll('/login', '/about'))
  expect(later.map((one) => one.fingerprint)).toEqual(now.map((one) => one.fingerprint))
})

test('nuclei’s lines are read, and what matched nothing is counted', async () => {
  const items = await itemsOf(sample('by-hand/nuclei.jsonl'))
  expect(items).toMatchObject([
    {
      finding: {
        title: 'Apache 2.4.49 - Path Traversal and Remote Code Execution (LFI)',
        severity: 'HIGH',
        category: 'CWE-22',
        type: 'DAST',
        evidence: { cve: 'CVE-2021-41773', cvss: 7.5 },
      },
    },
    { finding: { severity: 'NOTIFICATION', type: 'NETWORK', description: 'It shows: tls12' } },
    { kind: 'skipped', reason: 'matched nothing' },
  ])
})

test('nuclei’s lines are the same as nuclei’s list, blank lines are nothing', async () => {
  const lines = sample('by-hand/nuclei.jsonl')
  const list = `[${lines.trim().split('\n').join(',')}]`
  expect(await itemsOf(list)).toEqual(await itemsOf(lines))
  expect(await itemsOf(lines.replaceAll('\n', '\r\n\n'))).toEqual(await itemsOf(lines))
})

test('a comma behind each line, which some versions of nuclei write, is none of it', async () => {
  const lines = sample('by-hand/nuclei.jsonl')
  const commas = lines.trim().replaceAll('\n', ',\r\n') + ',\n'
  for (const chunkSize of [1, 7, 100_000]) {
    expect(await itemsOf(commas, chunkSize)).toEqual(await itemsOf(lines))
  }
  const two = lines.replace('\n', ',,\n')
  await expect(itemsOf(two)).rejects.toThrow(/more after the end of the JSON.*line 1/)
})

test('nuclei’s old names mean the same', async () => {
  const info = { name: 'Git config', severity: 'medium' }
  const old = {
    templateID: 'git-config',
    info,
    matcher_name: 'm',
    host: 'http://a',
    matched: 'http://a/.git/config',
  }
  const now = {
    'template-id': 'git-config',
    info,
    'matcher-name': 'm',
    host: 'http://a',
    'matched-at': 'http://a/.git/config',
  }
  expect(await findingsOf(JSON.stringify(old))).toEqual(await findingsOf(JSON.stringify(now)))
  expect(await findingsOf([old])).toHaveLength(1)
})

test('a single site of an old ZAP is no list', async () => {
  const alerts = [{ pluginid: '10', name: 'A', riskcode: '1', instances: [{ uri: 'http://a/' }] }]
  const site = { '@name': 'http://a', alerts }
  const [old] = await findingsOf({ '@version': '2.6.0', site })
  expect(old).toEqual((await findingsOf({ '@version': '2.16.1', site: [site] }))[0])
  await expect(findingsOf({ '@version': '2.6.0', site: 'x' })).rejects.toThrow(/at site/)
})

test('what a request logs in with is not kept', async () => {
  const instance = {
    uri: 'http://a/',
    requestheader:
      'GET http://a/ HTTP/1.1\r\nAuthorization: Bearer eyJhbGciOi\r\nAccept: */*\r\ncookie: sid=s3cr3t; theme=dark\r\n',
    responseheader: 'HTTP/1.1 200 OK\r\n  Set-Cookie: sid=s3cr3t; HttpOnly\r\n',
  }
  const alerts = [{ pluginid: '10', name: 'A', instances: [instance] }]
  const [finding] = await findingsOf({
    '@version': '2.16.1',
    site: [{ '@name': 'http://a', alerts }],
  })
  expect(finding?.evidence.request).toBe(
    'GET http://a/ HTTP/1.1\r\nAuthorization: …\r\nAccept: */*\r\ncookie: sid=…; theme=…',
  )
  expect(finding?.evidence.response).toContain('Set-Cookie: sid=…; HttpOnly')
})

test('a broken line is told by its place in the file', async () => {
  const [first = ''] = sample('by-hand/nuclei.jsonl').split('\n')
  await expect(itemsOf(`${first}\n{"a":tru}\n`)).rejects.toThrow(/"tru" is not a JSON.*line 2/)
})

test('ZAP’s other information is kept, and an address that it met twice is one', async () => {
  const [a, b] = ['https://example.com/a.js', 'https://example.com/b.js'].map((uri) => ({ uri }))
  const alert = {
    pluginid: '10003',
    name: 'Vulnerable JS Library',
    riskcode: '2',
    desc: '<p>It is old.</p>',
    otherinfo: '<p>The library jquery, version 2.2.4 is vulnerable.</p><p>CVE-2020-11023</p>',
  }
  const described = async (instances: object[]) => {
    const site = [{ '@name': 'https://example.com', alerts: [{ ...alert, instances }] }]
    return (await findingsOf({ '@version': '2.16.1', site }))[0]?.description
  }
  const words = 'It is old.\n\nThe library jquery, version 2.2.4 is vulnerable.\nCVE-2020-11023'
  expect(await described([a!, a!])).toBe(words)
  expect(await described([a!, b!, a!])).toBe(
    `${words}\n\nFound at 2 addresses:\n- https://example.com/a.js\n- https://example.com/b.js`,
  )
})

const OLD_ZAP = `<OWASPZAPReport version="2.4.3"><site name="http://a"><alerts><alertitem>
  <pluginid>40012</pluginid><alert>Cross Site Scripting</alert><riskcode>3</riskcode>
  <reliability>0</reliability>
  <uri>http://a/search?q=1</uri><param>q</param><attack>x</attack><otherinfo/>
  <uri>http://a/contact</uri><param>text</param><otherinfo>in a form</otherinfo>
  <solution>&lt;p&gt;Encode it.&lt;/p&gt;</solution>
</alertitem></alerts></site></OWASPZAPReport>`

test('an alert of an old ZAP names its addresses itself, one after the other', async () => {
  const [finding] = await findingsOf(OLD_ZAP)
  expect(finding).toMatchObject({
    description:
      'in a form\n\nFound at 2 addresses:\n- http://a/contact (text)\n- http://a/search?q=1 (q)',
    solution: 'Encode it.',
    suppressed: true,
    evidence: { url: 'http://a/contact', parameters: 'text' },
  })
})

async function alertOf(said: object) {
  const alerts = [{ pluginid: '10', name: 'A', ...said }]
  const site = [{ '@name': 'http://a', alerts }]
  const [finding] = await findingsOf({ '@version': '2.17.0', site })
  return finding
}

test('what ZAP says of an address only is said of the alert where that says nothing', async () => {
  const instances = [{ uri: 'http://a/', otherinfo: 'The form is "login".' }]
  const finding = await alertOf({ desc: '<p>D.</p>', otherinfo: '', instances })
  expect(finding?.description).toBe('D.\n\nThe form is "login".')
})

test('an element that a description is about is no formatting', async () => {
  const desc = '<p>Found <b>in</b> <script src="a.js"> and</p><p>in an <iframe>.</p>'
  const finding = await alertOf({ desc, instances: [] })
  expect(finding?.description).toBe('Found in <script src="a.js"> and\nin an <iframe>.')
})

test('a token that nuclei took out of a page is not kept', async () => {
  const token = 'AKIAIOSFODNN7EXAMPLE'
  const match = {
    'template-id': 'aws-access-key-value',
    info: { name: 'AWS Access Key', severity: 'info', tags: ['exposure', 'token'] },
    'matched-at': 'http://a/app.js',
    'extracted-results': [token],
    response: `HTTP/1.1 200 OK\r\n\r\nvar key = ${token}`,
  }
  const [finding] = await findingsOf([match])
  expect(JSON.stringify(finding)).not.toContain(token)
  expect(finding?.description).toBe('It shows: AKIA…')
  const info = { name: 'AWS Access Key', severity: 'info', tags: 'exposure,token' }
  expect(await findingsOf([{ ...match, info }])).toEqual([finding])
})

test('a template of nuclei that is named after a CVE is about it', async () => {
  const info = { name: 'Log4j', severity: 'critical' }
  const match = { 'template-id': 'CVE-2021-44228', info, 'matched-at': 'http://a/' }
  expect((await findingsOf([match]))[0]?.evidence.cve).toBe('CVE-2021-44228')
  expect(
    (await findingsOf([{ ...match, 'template-id': 'log4j' }]))[0]?.evidence.cve,
  ).toBeUndefined()
})

test.each([
  ['JSESSIONID=0B5A1C94; Path=/shop; HttpOnly', 'JSESSIONID=…; Path=/shop; HttpOnly'],
  ['JSESSIONID=0B5A1C94', 'JSESSIONID=…'],
  ['JSESSIONID', 'JSESSIONID'],
])(
  'a cookie that ZAP names as the parameter or as evidence is not kept',
  async (cookie, masked) => {
    const instances = ['/', '/a'].map((path) => ({
      uri: `http://a${path}`,
      param: cookie,
      evidence: cookie,
    }))
    const alert = { pluginid: '10010', name: 'Cookie set without HttpOnly flag', instances }
    const [finding] = await findingsOf({
      '@version': '2.4.0',
      site: [{ '@name': 'http://a', alerts: [alert] }],
    })
    expect(finding?.evidence).toMatchObject({ parameters: masked, response: masked })
    expect(finding?.description).toContain(`- http://a/a (${masked})`)
  },
)

test('ZAP counts more of an alert than it lists', async () => {
  const instances = [{ uri: 'http://a/' }, { uri: 'http://a/b' }]
  const alert = { pluginid: '10', name: 'A', instances, count: '58' }
  const described = async (alerts: object[]) => {
    const site = [{ '@name': 'http://a', alerts }]
    return (await findingsOf({ '@version': '2.4.3', site }))[0]?.description
  }
  expect(await described([alert])).toBe(
    'Found 58 times, of which the report names 2:\n- http://a/\n- http://a/b',
  )
  expect(await described([{ ...alert, count: '2' }])).toMatch(/^Found at 2 addresses:/)
})

test('an address without its scheme is a reference', async () => {
  const alerts = [
    { pluginid: '10', name: 'A', reference: '<p>www.owasp.org/index.php/HttpOnly</p>' },
  ]
  const [finding] = await findingsOf({
    '@version': '2.4.3',
    site: [{ '@name': 'http://a', alerts }],
  })
  expect(finding?.reference).toBe('https://www.owasp.org/index.php/HttpOnly')
})

test('several alerts of one rule are told apart, also by a ZAP that numbers only rules', async () => {
  const alert = (name: string) => ({ pluginid: '10055', name, riskcode: '2', instances: [] })
  const read = (...names: readonly string[]) =>
    findingsOf({ '@version': '2.9.0', site: [{ '@name': 'http://a', alerts: names.map(alert) }] })
  const [wildcard, script] = await read('CSP: Wildcard Directive', 'CSP: script-src unsafe-inline')
  expect(wildcard?.fingerprint).not.toBe(script?.fingerprint)
  expect((await read('CSP: script-src unsafe-inline'))[0]?.fingerprint).toBe(script?.fingerprint)
})

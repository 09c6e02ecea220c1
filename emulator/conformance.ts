import { conform } from './conformance/suite.ts'

// npm run conformance -- https://dev12345.service-now.com
// The log-in comes from the environment: SERVICENOW_TOKEN, or SERVICENOW_USER and SERVICENOW_PASSWORD.
const [url] = process.argv.slice(2)
const {
  SERVICENOW_TOKEN: token,
  SERVICENOW_USER: user,
  SERVICENOW_PASSWORD: password,
} = process.env
if (url === undefined || !URL.canParse(url) || (token === undefined && user === undefined)) {
  process.stderr.write(
    'usage: SERVICENOW_USER=… SERVICENOW_PASSWORD=… npm run conformance -- https://instance\n' +
      '       (or SERVICENOW_TOKEN=…); makes one incident, and deletes it again\n',
  )
  process.exit(2)
}

const basic = Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64')
const authorization = token === undefined ? `Basic ${basic}` : `Bearer ${token}`
const findings = await conform({ url, authorization })
for (const { name, holds, saw } of findings) {
  process.stdout.write(
    `${holds ? 'holds  ' : 'DIFFERS'}  ${name}${saw === '' ? '' : `\n         ${saw}`}\n`,
  )
}
const differing = findings.filter((finding) => !finding.holds).length
process.stdout.write(`${findings.length - differing} of ${findings.length} hold\n`)
process.exitCode = differing === 0 ? 0 : 1

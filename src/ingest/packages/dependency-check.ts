import { normalisePath } from '../../vulnerability/fingerprint.ts'
import { firstScore } from '../cvss.ts'
import { readJson, type Reading } from '../json-report.ts'
import { isObject, listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { packageItem } from '../package-finding.ts'
import { readPurl } from '../purl.ts'
import type { Item, ReportFormat } from '../report.ts'

/** OWASP Dependency-Check's JSON. Suppressed ones stand beside the others, and are kept so. */
export const dependencyCheck: ReportFormat = {
  name: 'OWASP Dependency-Check JSON',
  recognises: ({ keys }) =>
    keys.has('dependencies') && (keys.has('reportSchema') || keys.has('scanInfo')),
  open: (source) => readJson(source, reading()),
}

function reading(): Reading {
  let version = ''
  let exceptions = 0
  return {
    entries: ['dependencies.*'],
    counted: ['dependencies.*.vulnerabilities.*', 'dependencies.*.suppressedVulnerabilities.*'],
    before: ['scanInfo.engineVersion', 'scanInfo.analysisExceptions.*'],
    learn({ pattern, value }) {
      if (pattern === 'scanInfo.engineVersion') version = textOf(value, 40)
      else exceptions++
    },
    describe: () => ({
      tool: 'OWASP Dependency-Check',
      format: `OWASP Dependency-Check JSON ${version}`.trim(),
      ...(exceptions === 0 ? {} : { failure: `${exceptions} of its analyses failed` }),
    }),
    read({ value }) {
      return [
        ...listOf(value['vulnerabilities']).map((one) => read(one, value, false)),
        ...listOf(value['suppressedVulnerabilities']).map((one) => read(one, value, true)),
      ]
    },
  }
}

function read(value: unknown, dependency: Loose, suppressed: boolean): Item {
  if (!isObject(value)) return { kind: 'skipped', reason: 'not an object', gap: true }
  const purl = purlOf(dependency)
  const version3 = objectOf(value['cvssv3'])
  const version2 = objectOf(value['cvssv2'])
  const version4 = objectOf(value['cvssv4'])
  return packageItem({
    tool: 'OWASP Dependency-Check',
    ids: [textOf(value['name'], 100)],
    name: textOf(dependency['fileName'], 300),
    nameIsGuess: true,
    purl,
    patched: patchedIn(value),
    cvss: firstScore([
      version3['baseScore'],
      version4['baseScore'],
      version2['score'],
      // Before 5.0.
      value['cvssScore'],
    ]),
    severity: textOf(value['severity'], 40),
    description: textOf(value['description']),
    references: listOf(value['references']).map((one) => objectOf(one)['url']),
    cwe: value['cwes'] ?? value['cwe'],
    fileName: normalisePath(textOf(dependency['filePath'], 2000)),
    suppressed,
  })
}

/** What the file is believed to be; without it, the file's name stands for the package. */
function purlOf(dependency: Loose): string {
  const ids = listOf(dependency['packages']).map((one) => textOf(objectOf(one)['id'], 1000))
  const old = listOf(dependency['identifiers']).map(objectOf).map(purlOfMaven)
  return [...ids, ...old].find((id) => readPurl(id) !== null) ?? ''
}

/** Before 5.0 an artifact was named by its coordinates: `org.jfree:jfreechart:1.0.19`. */
function purlOfMaven({ type, name }: Loose): string {
  const [group = '', artifact = '', version = ''] = textOf(name, 1000).split(':')
  if (type !== 'maven' || group === '' || artifact === '') return ''
  const path = [group, artifact].map(encodeURIComponent).join('/')
  return `pkg:maven/${path}${version === '' ? '' : `@${encodeURIComponent(version)}`}`
}

/** The end of the range that the dependency fell into. */
function patchedIn(vulnerability: Loose): string {
  for (const one of listOf(vulnerability['vulnerableSoftware']).slice(0, 500).map(objectOf)) {
    const software = objectOf(one['software'])
    if (
      software['vulnerabilityIdMatched'] !== 'true' &&
      software['vulnerabilityIdMatched'] !== true
    ) {
      continue
    }
    return textOf(software['versionEndExcluding'], 100)
  }
  return ''
}

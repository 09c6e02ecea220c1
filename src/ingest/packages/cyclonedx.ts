import type { Taken } from '../json-walk.ts'
import { readJson, type Reading } from '../json-report.ts'
import { listOf, objectOf, textOf } from '../loose.ts'
import { shapeOfWhole } from '../report-shape.ts'
import { ReportError, type Report, type ReportFormat, type Source } from '../report.ts'
import { Components } from './cyclonedx-components.ts'
import { readVulnerability } from './cyclonedx-vulnerability.ts'

/** CycloneDX with vulnerabilities (VDR, VEX): an inventory alone says nothing of what is wrong. */
export const cyclonedx: ReportFormat = {
  name: 'CycloneDX JSON',
  recognises: ({ keys }) =>
    keys.has('bomFormat') || (keys.has('specVersion') && keys.has('vulnerabilities')),
  open,
}

async function open(source: Source): Promise<Report> {
  const { reading, isInventory } = begin()
  const report = await readJson(source, reading)
  if (isInventory() && !(await saysOfNone(source))) throw inventory()
  return report
}

/** A scanner that finds nothing writes an empty list; an inventory has none. */
async function saysOfNone(source: Source): Promise<boolean> {
  const { keys } = await shapeOfWhole(source, { kind: 'object', keys: new Set() })
  return keys.has('vulnerabilities')
}

function begin(): { readonly reading: Reading; readonly isInventory: () => boolean } {
  const components = new Components()
  let version = ''
  let tool = ''
  let hasVulnerabilities = false
  const reading: Reading = {
    entries: ['vulnerabilities.*'],
    before: [
      'specVersion',
      'metadata.tools',
      'metadata.component',
      'components.*',
      'vulnerabilities.*.bom-ref',
      'vulnerabilities.*.id',
    ],
    learn({ pattern, value }: Taken) {
      if (pattern === 'specVersion') version = textOf(value, 10)
      else if (pattern === 'metadata.tools') tool = toolIn(value)
      else if (pattern.startsWith('vulnerabilities')) hasVulnerabilities = true
      else components.learn(value)
    },
    describe: () => ({
      tool: tool || 'CycloneDX',
      format: `CycloneDX JSON ${version}`.trim(),
    }),
    read: ({ value }) => readVulnerability(value, components, tool || 'CycloneDX'),
  }
  return { reading, isInventory: () => !hasVulnerabilities && components.hasAny }
}

/** A list of tools up to 1.4, since then also an object that holds components. */
function toolIn(value: unknown): string {
  const { components, services } = objectOf(value)
  const all = [...listOf(value), ...listOf(components), ...listOf(services)].map(objectOf)
  const names = all.map(({ name }) => textOf(name, 100)).filter((name) => name !== '')
  return [...new Set(names)].slice(0, 5).join(', ')
}

export function inventory(): ReportError {
  return new ReportError(
    'this CycloneDX document lists components but no vulnerabilities',
    'Have a scanner look at it: `trivy sbom`, `grype sbom:`, `osv-scanner scan --sbom`; or send a VDR.',
  )
}

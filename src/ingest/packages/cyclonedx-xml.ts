import { skipped } from '../json-report.ts'
import { textOf } from '../loose.ts'
import type { ReportFormat } from '../report.ts'
import { below, fieldsOf, readXml, type XmlReading } from '../xml/xml-report.ts'
import type { XmlElement } from '../xml/xml-walk.ts'
import { Components } from './cyclonedx-components.ts'
import { readVulnerability } from './cyclonedx-vulnerability.ts'
import { inventory } from './cyclonedx.ts'

/** CycloneDX in XML: turned into the shape of its JSON, entry by entry, and read by the same. */
export const cyclonedxXml: ReportFormat = {
  name: 'CycloneDX XML',
  recognises: ({ kind, keys }) => kind === 'xml' && keys.has('bom'),
  open: (source) => readXml(source, reading()),
}

const ENTRY = 'bom/vulnerabilities/vulnerability'
/** Where the extension of before version 1.4 may have them too, as Grype's did. */
const COMPONENT = 'bom/components/component'
const BELOW = 'vulnerabilities/vulnerability'
const LEARNT = [COMPONENT, 'bom/metadata/component', 'bom/metadata/tools']

function reading(): XmlReading {
  const components = new Components()
  let tool = ''
  let version = ''
  let hasVulnerabilities = false
  return {
    entries: [ENTRY, `${COMPONENT}/${BELOW}`],
    open: ['bom', 'bom/vulnerabilities'],
    before: LEARNT,
    learn({ path, element }) {
      if (path === 'bom') {
        const xmlns = element.attributes.get('xmlns') ?? ''
        version = /\/bom\/(\d+\.\d+)/.exec(xmlns)?.[1] ?? ''
      } else if (path === 'bom/vulnerabilities') hasVulnerabilities = true
      else if (path === 'bom/metadata/tools') tool = toolIn(element)
      else {
        components.learn(componentOf(element))
        if (learnBelow(element, components)) hasVulnerabilities = true
      }
    },
    inside: ({ element }) => below(element, BELOW).length,
    describe() {
      if (!hasVulnerabilities && components.hasAny) throw inventory()
      return { tool: tool || 'CycloneDX', format: `CycloneDX XML ${version}`.trim() }
    },
    read({ element }) {
      const entry = vulnerabilityOf(element)
      if (Object.keys(entry).length === 0) return skipped('an empty element')
      return readVulnerability(entry, components, tool || 'CycloneDX')
    },
  }
}

function toolIn(tools: XmlElement): string {
  const all = [...below(tools, 'tool'), ...below(tools, 'components/component')]
  const names = all.flatMap((one) => below(one, 'name').map(({ text }) => textOf(text, 100)))
  return [...new Set(names.filter((name) => name !== ''))].slice(0, 5).join(', ')
}

function componentOf(element: XmlElement): object {
  return {
    ...fieldsOf(element),
    components: below(element, 'components/component').map(componentOf),
  }
}

/** Its reference may be a name of its own: the component that it stands in is what it means. */
function learnBelow(element: XmlElement, components: Components): boolean {
  const all = below(element, BELOW)
  const { group, name, version, purl } = fieldsOf(element)
  for (const { attributes } of all) {
    components.learn({ group, name, version, purl, 'bom-ref': attributes.get('ref') })
  }
  return all.length > 0
}

/** Before version 1.4 an extension had them: with a reference as attribute, and a score in parts. */
function vulnerabilityOf(element: XmlElement): Record<string, unknown> {
  const fields = (path: string) => below(element, path).map(fieldsOf)
  const ref = element.attributes.get('ref')
  return {
    ...fieldsOf(element),
    source: fields('source')[0],
    references: fields('references/reference'),
    ratings: below(element, 'ratings/rating').map(ratingOf),
    cwes: below(element, 'cwes/cwe').map(({ text }) => text.trim()),
    advisories: below(element, 'advisories/advisory').map((one) => ({
      url: one.text.trim(),
      ...fieldsOf(one),
    })),
    analysis: fields('analysis')[0],
    recommendation: [
      ...below(element, 'recommendation'),
      ...below(element, 'recommendations/recommendation'),
    ]
      .map(({ text }) => text.trim())
      .join('\n'),
    affects: [
      ...(ref === undefined ? [] : [{ ref }]),
      ...below(element, 'affects/target').map((target) => ({
        ...fieldsOf(target),
        versions: below(target, 'versions/version').map(fieldsOf),
      })),
    ],
  }
}

function ratingOf(element: XmlElement): Record<string, unknown> {
  const [base] = below(element, 'score/base')
  return { ...fieldsOf(element), ...(base === undefined ? {} : { score: base.text.trim() }) }
}

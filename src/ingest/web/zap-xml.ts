import { textOf } from '../loose.ts'
import type { ReportFormat } from '../report.ts'
import { below, fieldsOf, readXml, type XmlReading } from '../xml/xml-report.ts'
import type { XmlElement } from '../xml/xml-walk.ts'
import { readAlert } from './zap-alert.ts'

/** ZAP's "traditional" XML report: what its JSON has, under nearly the same names. */
export const zapXml: ReportFormat = {
  name: 'ZAP XML',
  recognises: ({ kind, keys }) => kind === 'xml' && keys.has('OWASPZAPReport'),
  open: (source) => readXml(source, reading()),
}

const SITE = 'OWASPZAPReport/site'

function reading(): XmlReading {
  let site = ''
  let version = ''
  return {
    entries: [`${SITE}/alerts/alertitem`],
    open: ['OWASPZAPReport', SITE],
    learn({ path, element: { attributes } }) {
      if (path === SITE) site = textOf(attributes.get('name'), 1000)
      else version = textOf(attributes.get('version'), 40)
    },
    describe: () => ({ tool: 'ZAP', format: `ZAP XML ${version}`.trim() }),
    read({ element }) {
      const listed = below(element, 'instances/instance').map(fieldsOf)
      const instances = listed.length === 0 ? addressesIn(element) : listed
      return [readAlert({ ...fieldsOf(element), instances }, site)]
    },
  }
}

const OF_ADDRESS = new Set(['uri', 'method', 'param', 'attack', 'evidence', 'otherinfo'])

/** Up to version 2.4 addresses stood in the alert, each with what belongs to it behind it. */
function addressesIn({ children }: XmlElement): Record<string, string>[] {
  const addresses: Record<string, string>[] = []
  for (const { name, text } of children) {
    if (name === 'uri') addresses.push({ uri: text.trim() })
    else if (OF_ADDRESS.has(name)) Object.assign(addresses.at(-1) ?? {}, { [name]: text.trim() })
  }
  return addresses
}

import { textOf } from '../loose.ts'
import type { ReportFormat } from '../report.ts'
import { below, fieldsOf, readXml, type XmlReading } from '../xml/xml-report.ts'
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
      const instances = below(element, 'instances/instance').map(fieldsOf)
      return [readAlert({ ...fieldsOf(element), instances }, site)]
    },
  }
}

import { advisoriesIn } from '../dependency.ts'
import { atMost, readJson, unread, type Reading } from '../json-report.ts'
import { listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { goneItem, packageItem } from '../package-finding.ts'
import { readPurl } from '../purl.ts'
import type { Item, ReportFormat } from '../report.ts'

/** OpenVEX: what somebody who knows a product says of advisories in it. */
export const openVex: ReportFormat = {
  name: 'OpenVEX',
  recognises: ({ keys }) =>
    keys.has('statements') && (keys.has('@context') || keys.has('statements.*.status')),
  open: (source) => readJson(source, reading()),
}

/** Govulncheck's word for whatever it looked at. */
const NO_PRODUCT = 'Unknown Product'

function reading(): Reading {
  let context = ''
  return {
    entries: ['statements.*'],
    before: ['@context'],
    learn: ({ value }) => {
      context = textOf(value, 200)
    },
    describe: () => ({
      tool: 'OpenVEX',
      format: `OpenVEX ${/v\d+\.\d+\.\d+/.exec(context)?.[0].slice(1) ?? ''}`.trim(),
    }),
    read: ({ value }) => statement(value),
  }
}

function statement(entry: Loose): readonly Item[] {
  const status = textOf(entry['status'], 40)
  if (!/^(not_affected|affected|under_investigation|fixed)$/.test(status)) {
    return unread('a status that OpenVEX does not have')
  }
  const packages = packagesOf(entry)
  if (packages.length === 0) return unread('names no product')
  return atMost(packages, (name) => {
    const item = said(entry, name, status === 'not_affected')
    return status === 'fixed' ? goneItem(item, 'status "fixed": no longer there') : item
  })
}

function said(entry: Loose, product: string, suppressed: boolean): Item {
  const its = entry['vulnerability']
  const vulnerability = objectOf(its)
  const name = textOf(its, 100) || textOf(vulnerability['name'], 100) || idIn(vulnerability['@id'])
  const aliases = listOf(vulnerability['aliases']).slice(0, 50)
  const why = textOf(entry['justification'], 200).replaceAll('_', ' ')
  return packageItem({
    tool: 'OpenVEX',
    ids: [name, ...aliases.map((one) => textOf(one, 100))],
    name: readPurl(product) === null && product !== NO_PRODUCT ? product : '',
    purl: product,
    summary: textOf(vulnerability['description']),
    description: [why === '' ? '' : `Not affected: ${why}.`, textOf(entry['impact_statement'])]
      .filter((text) => text !== '')
      .join('\n\n'),
    solution: textOf(entry['action_statement'], 2000),
    references: [vulnerability['@id']],
    suppressed,
  })
}

/**
 * A product's parts where they are named: the advisory is in them. Up to version 0.0.1 they stood
 * beside the products.
 */
function packagesOf(entry: Loose): string[] {
  const beside = listOf(entry['subcomponents']).map(nameOf)
  const names = listOf(entry['products']).flatMap((value) => {
    const parts = [...listOf(objectOf(value)['subcomponents']).map(nameOf), ...beside]
    return parts.length > 0 ? parts : [nameOf(value)]
  })
  return [...new Set(names.filter((name) => name !== ''))]
}

function nameOf(value: unknown): string {
  const product = objectOf(value)
  const purl = textOf(objectOf(product['identifiers'])['purl'], 1000)
  return textOf(value, 1000) || purl || textOf(product['@id'], 1000)
}

/** An address such as `https://www.cve.org/CVERecord?id=CVE-2024-21538`. */
function idIn(value: unknown): string {
  const text = textOf(value, 500)
  return advisoriesIn(text)[0] ?? text.split('/').at(-1) ?? ''
}

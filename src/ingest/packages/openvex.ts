import { hash } from 'node:crypto'

import { advisoriesIn } from '../dependency.ts'
import { atMost, readJson, unread, type Reading } from '../json-report.ts'
import { listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { goneItem, packageItem } from '../package-finding.ts'
import { readPurl } from '../purl.ts'
import type { Item, ReportFormat } from '../report.ts'
import { LatestStatements } from './openvex-latest.ts'

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
  const latest = new LatestStatements()
  let context = ''
  return {
    entries: ['statements.*'],
    before: ['@context', 'timestamp', 'statements.*'],
    learn({ pattern, value }) {
      if (pattern === '@context') context = textOf(value, 200)
      else if (pattern === 'timestamp') latest.documentTime = value
      else latest.learn(objectOf(value), subjectsOf(objectOf(value)))
    },
    describe: () => ({
      tool: 'OpenVEX',
      format: `OpenVEX ${/v\d+\.\d+\.\d+/.exec(context)?.[0].slice(1) ?? ''}`.trim(),
    }),
    read: ({ value }) => statement(value, latest),
  }
}

const OVERRIDDEN: Item = {
  kind: 'skipped',
  reason: 'overridden by a later statement of this report',
}

function statement(entry: Loose, latest: LatestStatements): readonly Item[] {
  const status = textOf(entry['status'], 40)
  if (!/^(not_affected|affected|under_investigation|fixed)$/.test(status)) {
    return unread('a status that OpenVEX does not have')
  }
  const packages = packagesOf(entry)
  if (packages.size === 0) return unread('names no product')
  return atMost([...packages], ([name, subjects]) => {
    if (subjects.every((subject) => latest.isOverridden(entry, subject))) return OVERRIDDEN
    const item = said(entry, name, status === 'not_affected')
    return status === 'fixed' ? goneItem(item, 'status "fixed": no longer there') : item
  })
}

function said(entry: Loose, product: string, suppressed: boolean): Item {
  const vulnerability = objectOf(entry['vulnerability'])
  const aliases = listOf(vulnerability['aliases']).slice(0, 50)
  const why = textOf(entry['justification'], 200).replaceAll('_', ' ')
  return packageItem({
    tool: 'OpenVEX',
    ids: [vulnerabilityOf(entry), ...aliases.map((one) => textOf(one, 100))],
    name: readPurl(product) === null && product !== NO_PRODUCT ? product : '',
    purl: product,
    summary: textOf(vulnerability['description']),
    description: [
      why === '' ? '' : `Not affected: ${why}.`,
      textOf(entry['impact_statement']),
      textOf(entry['status_notes']),
    ]
      .filter((text) => text !== '')
      .join('\n\n'),
    solution: textOf(entry['action_statement'], 2000),
    references: [vulnerability['@id']],
    suppressed,
  })
}

function vulnerabilityOf(entry: Loose): string {
  const its = entry['vulnerability']
  const vulnerability = objectOf(its)
  return textOf(its, 100) || textOf(vulnerability['name'], 100) || idIn(vulnerability['@id'])
}

/**
 * A product's parts where they are named: the advisory is in them. Up to version 0.0.1 they stood
 * beside the products. With each, what the statement is about: it may be a part of several products.
 */
function packagesOf(entry: Loose): ReadonlyMap<string, readonly string[]> {
  const vulnerability = vulnerabilityOf(entry)
  const products = listOf(entry['products']).map((value) => ({
    product: nameOf(value),
    parts: listOf(objectOf(value)['subcomponents']).map(nameOf),
  }))
  const beside = listOf(entry['subcomponents']).map(nameOf)
  const packages = new Map<string, string[]>()
  const add = (product: string, name: string) => {
    if (name === '') return
    const subjects = packages.get(name) ?? []
    subjects.push([vulnerability, product, name].join('\n'))
    packages.set(name, subjects)
  }
  for (const { product, parts } of products) {
    for (const name of parts) add(product, name)
    if (parts.length + beside.length === 0) add(product, product)
  }
  // Each part with each product would be too many.
  const all = hash('md5', products.map(({ product }) => product).join('\n'))
  if (products.length > 0) for (const name of beside) add(all, name)
  return packages
}

function subjectsOf(entry: Loose): readonly string[] {
  return [...packagesOf(entry).values()].flat()
}

function nameOf(value: unknown): string {
  const product = objectOf(value)
  const { purl, cpe23, cpe22 } = objectOf(product['identifiers'])
  const names = [value, purl, product['@id'], cpe23, cpe22].map((one) => textOf(one, 1000))
  return names.find((name) => name !== '') ?? ''
}

/** An address such as `https://www.cve.org/CVERecord?id=CVE-2024-21538`. */
function idIn(value: unknown): string {
  const text = textOf(value, 500)
  return advisoriesIn(text)[0] ?? text.split('/').at(-1) ?? ''
}

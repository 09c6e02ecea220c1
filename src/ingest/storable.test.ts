import { expect, test } from 'vitest'

import { itemsOf } from './testing.ts'
import { sample, SAMPLES } from './testing-samples.ts'

/** Added to every text of a report; a cut must not fall between the halves of a character. */
const ADDED: readonly (readonly [string, string])[] = [
  ['zeros', '\\u0000'],
  ['zeros as in addresses', '%00'],
  ['many characters of two halves', '😀'.repeat(2500)],
  ['the same by one further', `x${'😀'.repeat(2500)}`],
]

test.each(ADDED)('what is made of a report with %s can be stored', async (_, added) => {
  for (const name of SAMPLES.filter(
    (one) => !one.endsWith('.sarif') || !one.includes('kerberos'),
  )) {
    const items = await itemsOf(name.endsWith('.xml') ? inXml(name, added) : inJson(name, added))
    const findings = items.flatMap((item) => (item.kind === 'found' ? [item.finding] : []))
    const odd = textsIn(findings).filter((text) => !text.isWellFormed() || text.includes('\u0000'))
    expect({ name, found: findings.length > 0, odd }).toEqual({ name, found: true, odd: [] })
  }
})

/** Words of the format are shorter, or all in capitals. */
function inJson(name: string, added: string): string {
  return sample(name).replace(
    /(?<=[:[,]\s*)"((?:[^"\\]|\\.){9,})"(?!\s*:)/g,
    (whole, text: string) => (/^[A-Z_]+$/.test(text) ? whole : `"${text}${added}"`),
  )
}

function inXml(name: string, added: string): string {
  // XML has no way to write a zero.
  const text = added === '\\u0000' ? '' : added
  return sample(name).replace(/>([^<>]{5,})</g, (_, words: string) => `>${words}${text}<`)
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

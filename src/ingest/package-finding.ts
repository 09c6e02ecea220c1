import { advisory, advisoryOf, packageKey } from './advisory.ts'
import { severityOfCvss, type Severity } from '../vulnerability/severity.ts'
import { spotFingerprint } from '../vulnerability/fingerprint.ts'
import { cweOfField } from './cwe.ts'
import { cut, textOf } from './loose.ts'
import { present } from './present-evidence.ts'
import { readPurl } from './purl.ts'
import type { Item } from './report.ts'
import { severityOfWord } from './severity-word.ts'

/** What a tool says of one advisory in one package. */
export interface PackageAdvisory {
  readonly tool: string
  readonly type?: 'SCA' | 'CONTAINER'
  /** The tool's own name of the advisory first, then every alias it knows. */
  readonly ids: readonly string[]
  readonly name: string
  /** The name is that of a file, say: good for people, not for knowing it again elsewhere. */
  readonly nameIsGuess?: boolean
  /** Names the package in the words of its ecosystem, where the tool's own name differs. */
  readonly purl?: string
  readonly version?: string
  readonly patched?: string
  readonly cvss?: number | null
  /** The tool's word, for where there is no score. */
  readonly severity?: string
  readonly summary?: string
  readonly description?: string
  /** In place of "Upgrade … to …". */
  readonly solution?: string
  readonly references?: readonly unknown[]
  readonly cwe?: unknown
  readonly fileName?: string
  readonly suppressed?: boolean
}

/**
 * The same finding for every tool that means the same package and advisory. Neither version nor
 * file nor tool is part of its fingerprint: a version that moves, or a second scanner, must not
 * make a new vulnerability.
 */
export function packageItem(said: PackageAdvisory): Item {
  const id = advisoryOf(said.ids)
  if (id === '') return { kind: 'skipped', reason: 'names no advisory', gap: true }
  const purl = readPurl(said.purl ?? '')
  const name = cut(purl?.name ?? said.name, 300)
  const version = (said.version ?? '') || (purl?.version ?? '')
  const cvss = said.cvss ?? null
  const joins = purl === null && said.nameIsGuess ? null : advisory(name, said.ids)
  return {
    kind: 'found',
    line: 0,
    column: 0,
    finding: {
      tool: said.tool,
      rule: said.ids[0] || id,
      title: name === '' ? id : `${id} in ${name}`,
      description: joined('\n\n', said.summary ?? '', said.description ?? ''),
      solution: solutionOf(said, name),
      reference: referencesOf(said.references ?? []),
      category: cweOfField(said.cwe),
      type: said.type ?? 'SCA',
      severity: severityOf(cvss, said.severity ?? ''),
      fingerprint: packageFingerprint(name, id),
      toolId: '',
      suppressed: said.suppressed ?? false,
      evidence: present({
        fileName: said.fileName ?? '',
        package: name,
        affectedVersion: cut(version, 300),
        patchedVersion: cut(said.patched ?? '', 300),
        cve: id,
        cvss,
      }),
      ...(joins === null ? {} : { advisory: joins }),
    },
  }
}

export function packageFingerprint(name: string, id: string): string {
  return spotFingerprint({ tool: '', rule: id, place: packageKey(name), mark: 'package' })
}

/** What the report says is there no more: counted, and closes what it names. */
export function goneItem(item: Item, reason: string, by: 'person' | 'scan' = 'person'): Item {
  if (item.kind !== 'found') return item
  const gone: Item = { kind: 'skipped', reason, gone: item.finding }
  return by === 'scan' ? { ...gone, byScan: true } : gone
}

function severityOf(cvss: number | null, word: string): Severity {
  return (cvss === null ? null : severityOfCvss(cvss)) ?? severityOfWord(word) ?? 'MEDIUM'
}

function solutionOf({ solution = '', patched = '' }: PackageAdvisory, name: string): string {
  if (solution !== '') return solution
  return patched === '' ? '' : `Upgrade ${name === '' ? 'it' : name} to ${patched}.`
}

/** Addresses, each once and one a line. */
export function referencesOf(values: readonly unknown[]): string {
  const texts = values.slice(0, 50).map((value) => textOf(value, 1000))
  const words = texts.flatMap((text) => text.split(/\s+/)).map(unlinked)
  const urls = words.filter((word) => /^https?:\/\//i.test(word))
  return [...new Set(urls)].slice(0, 10).join('\n')
}

/** `#60](https://…)`: the end of a link in Markdown; `www.…`: an address without its scheme. */
function unlinked(word: string): string {
  if (/^www\.[^\s/]+\./i.test(word)) return `https://${word}`
  return /\]\((https?:[^\s)]{1,1000})\)$/i.exec(word)?.[1] ?? word
}

/** What the second says goes without saying where the first holds it. */
export function joined(between: string, first: string, second: string): string {
  if (second === '' || first.includes(second)) return first
  return first === '' || second.startsWith(first) ? second : `${first}${between}${second}`
}

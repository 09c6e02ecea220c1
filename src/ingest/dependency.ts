import { cut } from './loose.ts'
import { readPurl } from './purl.ts'

export interface Dependency {
  readonly package: string
  readonly affectedVersion: string
  readonly patchedVersion: string
}

/** The words of each scanner that has no fields for package and version, the most telling first. */
const PATTERNS: readonly RegExp[] = [
  // Trivy; in its help also Grype
  /^Package: *(?<name>\S+)(?:[\s\S]*?^(?:Installed )?Version: *(?<version>\S+))?/im,
  // Grype
  /\breports (?<name>\S+) at version (?<version>\S+)\s+which\b/,
  /\bpackage: (?<name>[^,\s]+), version (?<version>[^,\s]+)/i,
  // OSV-Scanner
  /\bPackage '(?<name>@?[^@']+)@(?<version>[^']+)'/,
  // Snyk
  /^(?:\([^)]{0,500}\) )?(?<name>(?:@[\w.-]+\/)?[\w.:/-]+)@(?<version>(?:\d+:)?[\w.+~-]+)$/,
  // Clair
  /^\[(?<name>[^\s\]]{1,300}) - (?<version>[^\s\]]{1,100}) - [A-Za-z]+\]/,
  // Checkmarx, behind the name of the ecosystem
  /^[A-Z][A-Za-z]{1,20}-(?<name>\S{1,200}?)-(?<version>\d[\w.+~:]{0,60}(?:-\d[\w.+~]{0,60}){0,3}) \((?:CVE-|Cx)/,
  // Endor, Meterian
  /^(?<name>\S{1,200})@(?<version>\S{1,100}) (?:has an? \w{1,20} severity|is affected by) vulnerability\b/,
  // Orca, on a line of its own
  /^(?<name>[\w@][\w@./:-]{0,200}) \((?:CVE-\d|GHSA-)[\w-]{1,30}\)$(?:[\s\S]*?^Installed version: *(?<version>\S+))?/m,
  // Positive Technologies
  /\bcomponent (?<name>\S{1,200}) (?<version>\d\S{0,60}) \((?:CVE-\d|GHSA-)/,
  // Govulncheck, of several modules the first
  /\bvulnerable modules? \((?<name>[^\s,)]{1,300})/,
  /\bvulnerable functions in \d+ packages? \((?<name>[^\s,)]{1,300})/,
  /\bvulnerable (?<name>[\w@][\w@./:-]*) package\b/,
  /\bvulnerability (?:in|for) (?<name>[@\w./:-]+?)(?: package)?\.?$/m,
]

/** The package that a dependency scanner speaks of: many say it only in words. */
export function dependencyIn(...texts: readonly string[]): Dependency | null {
  for (const text of texts) {
    const url = /\bpkg:[a-z]+\/[^\s"'`|<>),;]{1,1000}/.exec(text)?.[0]
    const byUrl = url === undefined ? null : dependencyOf(url)
    if (byUrl !== null) return { ...byUrl, patchedVersion: patchedIn(texts) }
    for (const pattern of PATTERNS) {
      const groups = pattern.exec(text)?.groups
      if (groups?.['name'] === undefined) continue
      return {
        package: readable(groups['name']),
        affectedVersion: groups['version'] ?? versionIn(texts, groups['name']),
        patchedVersion: patchedIn(texts),
      }
    }
  }
  return null
}

/** The package of a package URL. */
export function dependencyOf(url: string): Dependency | null {
  const purl = readPurl(url)
  return purl && { package: purl.name, affectedVersion: purl.version, patchedVersion: '' }
}

/** JFrog's: `[CVE-2020-8203] lodash 4.17.15`, `[CVE-2024-6119] debian:bookworm:openssl 3.0.13-1`. */
const XRAY =
  /^(?:[A-Z]\w{1,20} [Vv]iolation )?\[(?:CVE|XRAY|GHSA)-[\w-]{1,40}\] (?<name>\S{1,300}) (?<version>\d\S{0,99})/
/** The distribution before a package's name, and an epoch behind it. */
const XRAY_PLACE = /^(?:(?:debian|ubuntu):[\w.]+|\d[\d.]*|el\d+):|:\d+$/g

/** The package in a rule of JFrog's; their messages name the one through which it came. */
export function dependencyOfXray(title: string): Dependency | null {
  const { name = '', version = '' } = XRAY.exec(title)?.groups ?? {}
  return name === ''
    ? null
    : { package: name.replace(XRAY_PLACE, ''), affectedVersion: version, patchedVersion: '' }
}

const VERSION = /^@(\d(?:\d{0,3}:\d)?[\w.+~-]{0,99})/
const VERSION_OF_PART = /^\/[\w.+-]{1,99}@(\d(?:\d{0,3}:\d)?[\w.+~-]{0,99})/

/** Snyk names the package in the message, and its version in the rule: `zlib/zlib1g@1:1.2.11`. */
function versionIn(texts: readonly string[], name: string): string {
  for (const text of texts) {
    for (const [next, pattern] of [
      ['@', VERSION],
      ['/', VERSION_OF_PART],
    ] as const) {
      const at = text.indexOf(name + next)
      const before = text.charAt(at - 1)
      if (at === -1 || /[\w/-]/.test(before)) continue
      const rest = text.slice(at + name.length, at + name.length + 220)
      const version = pattern.exec(rest)?.[1]
      if (version !== undefined) return version
    }
  }
  return ''
}

function patchedIn(texts: readonly string[]): string {
  for (const text of texts) {
    const match = /^[ \t]{0,20}(?:Fixed|Fix|Patched) Versions?[ \t]{0,20}: *(\S[^\n]*)$/im.exec(
      text,
    )
    // Docker Scout's words for none.
    if (match?.[1] !== undefined) return match[1].trim().replace(/^not fixed$/i, '')
    const inWords = /\bvulnerability was fixed in version (\d\S{0,99}?)\.?(?=\s|$)/.exec(text)?.[1]
    if (inWords !== undefined) return inWords
  }
  return ''
}

/** In a package URL the @ of a scope is encoded: `%40scope/name`. */
function readable(name: string): string {
  return cut(name.replace(/%40/g, '@'), 300)
}

const ADVISORY = /(?<![A-Za-z0-9])(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3})(?![A-Za-z0-9])/gi

/** Every CVE and GHSA that a text names, in its order: `CVE-2020-8203_lodash` too. */
export function advisoriesIn(text: string): string[] {
  return [...new Set((text.match(ADVISORY) ?? []).slice(0, 100))]
}

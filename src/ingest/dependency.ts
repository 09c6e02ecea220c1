export interface Dependency {
  readonly package: string
  readonly affectedVersion: string
  readonly patchedVersion: string
}

const PATTERNS: readonly RegExp[] = [
  /^Package: *(?<name>\S+)[\s\S]*?^(?:Installed )?Version: *(?<version>\S+)/im,
  /\bpackage: (?<name>[^,\s]+), version (?<version>[^,\s]+)/i,
  /\bPackage '(?<name>@?[^@']+)@(?<version>[^']+)'/,
  /\bpkg:[a-z]+\/(?<name>[^@\s?#]+)@(?<version>[^\s?#'",)]+)/,
  /\bvulnerable (?<name>\S+) package\b/,
  /\bvulnerability (?:in|for) (?<name>[@\w./:-]+?)(?: package)?\.?$/m,
]

/** The package that a dependency scanner speaks of: many say it only in words. */
export function dependencyIn(...texts: readonly string[]): Dependency | null {
  for (const text of texts) {
    for (const pattern of PATTERNS) {
      const groups = pattern.exec(text)?.groups
      if (groups?.['name'] === undefined) continue
      return {
        package: readable(groups['name']),
        affectedVersion: groups['version'] ?? '',
        patchedVersion: patchedIn(texts),
      }
    }
  }
  return null
}

function patchedIn(texts: readonly string[]): string {
  for (const text of texts) {
    const match = /^(?:Fixed|Fix|Patched) Versions?: *(\S[^\n]*)$/im.exec(text)
    if (match?.[1] !== undefined) return match[1].trim()
  }
  return ''
}

/** A package URL writes `@scope/name` with its @ encoded. */
function readable(name: string): string {
  return name.replace(/%40/g, '@').slice(0, 300)
}

/** `CVE-2024-1` or `GHSA-…` as the report names it; the CVE where both stand there. */
export function advisoryIn(...texts: readonly string[]): string {
  for (const pattern of [/\bCVE-\d{4}-\d{4,}\b/i, /\bGHSA(?:-[0-9a-z]{4}){3}\b/i]) {
    for (const text of texts) {
      const match = pattern.exec(text)
      if (match !== null)
        return match[0].startsWith('C') ? match[0] : match[0].replace(/^cve/i, 'CVE')
    }
  }
  return ''
}

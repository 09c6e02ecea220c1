import type { Advisory } from '../vulnerability/finding.ts'

const CVE = /^CVE-\d{4}-\d{4,}$/i
const GHSA = /^GHSA(?:-[0-9a-z]{4}){3}$/i
/**
 * Databases whose entries are about one flaw. A distribution's bulletin (DSA, RHSA, ALAS) is about
 * several: it would make one vulnerability of all of them.
 */
const ONE_FLAW =
  /^(?:CVE|GHSA|OSV|PYSEC|GO|RUSTSEC|MAL|GSD|HSEC|RSEC|BIT|JLSEC|CURL|PSF|SNYK|XRAY)-[A-Z0-9][\w.:-]{2,90}$/i

/**
 * The one name of an advisory among its aliases, by which several tools mean the same: its CVE,
 * else its GHSA, else what the tool calls it. What covers several CVEs keeps the tool's own name,
 * which stands first.
 */
export function advisoryOf(ids: readonly string[]): string {
  const named = ids.filter((id) => id !== '')
  const own = named[0] ?? ''
  if (CVE.test(own)) return own.toUpperCase()
  const cves = cvesOf(named)
  if (cves.length > 1) return written(own)
  return (
    cves[0] ??
    named
      .filter((id) => GHSA.test(id))
      .map(written)
      .toSorted()[0] ??
    own
  )
}

/** What joins tools; null where package or advisory is not certain. */
export function advisory(name: string, ids: readonly string[]): Advisory | null {
  // One id that stands for several flaws must not make one vulnerability of them.
  const own = cvesOf(ids).length > 1 ? ids.slice(0, 1) : ids
  const known = own.filter((id) => ONE_FLAW.test(id)).map((id) => id.toUpperCase())
  if (name === '' || known.length === 0) return null
  return { package: packageKey(name), ids: [...new Set(known)].toSorted() }
}

/** One form for the ways in which tools write a package's name: `Jinja2`, `ruamel_yaml`. */
export function packageKey(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function cvesOf(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id) => CVE.test(id)).map((id) => id.toUpperCase()))]
}

/** GHSAs are written in lower case but for their first word. */
function written(id: string): string {
  return GHSA.test(id) ? `GHSA${id.slice(4).toLowerCase()}` : id
}

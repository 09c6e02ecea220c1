const CVE = /^CVE-\d{4}-\d{4,}$/i
const GHSA = /^GHSA(?:-[0-9a-z]{4}){3}$/i

/**
 * The one name of an advisory among its aliases, by which several tools mean the same: its CVE,
 * else its GHSA, else what the tool calls it. The lowest of several, so that order does not matter.
 */
export function advisoryOf(ids: readonly string[]): string {
  const cves = ids.filter((id) => CVE.test(id)).map((id) => id.toUpperCase())
  const ghsas = ids.filter((id) => GHSA.test(id)).map((id) => `GHSA${id.slice(4).toLowerCase()}`)
  return cves.toSorted()[0] ?? ghsas.toSorted()[0] ?? ids.find((id) => id !== '') ?? ''
}

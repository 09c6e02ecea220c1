/**
 * The Link header, byte for byte as recorded: no blanks, the caller's other parameters first, and a
 * `prev` even at offset −1, which instances of several releases send for a limit of one.
 */
export function linkHeader(
  url: string,
  rawQuery: string,
  limit: number,
  offset: number,
  total: number,
): string | null {
  if (total <= limit) return null
  const others = rawQuery
    .split('&')
    .filter((pair) => pair !== '' && !/^sysparm_(limit|offset)(=|$)/.test(pair))
  const at = (start: number): string =>
    `<${url}?${[...others, `sysparm_limit=${limit}`, `sysparm_offset=${start}`].join('&')}>`
  const links = [`${at(0)};rel="first"`]
  if (offset - limit >= -1) links.push(`${at(offset - limit)};rel="prev"`)
  if (offset + limit < total) links.push(`${at(offset + limit)};rel="next"`)
  links.push(`${at(Math.floor((total - 1) / limit) * limit)};rel="last"`)
  return links.join(',')
}

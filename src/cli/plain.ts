/**
 * Words of others, on one line: names and reasons come out of reports, and a terminal obeys
 * control characters as a build server obeys lines that begin as its commands do.
 */
export function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
}

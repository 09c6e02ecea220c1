/**
 * The number of a snippet's first line. Tools give the vulnerable line's number and, around it, a
 * few lines of context: where the line is found in the snippet tells how many precede it.
 */
export function snippetStart(
  snippet: string,
  vulnerableLine: string | undefined,
  lineNumber: number,
): number {
  if (vulnerableLine === undefined) return lineNumber
  const wanted = vulnerableLine.trim()
  const index = snippet.split('\n').findIndex((line) => line.trim() === wanted)
  return Math.max(1, lineNumber - Math.max(0, index))
}

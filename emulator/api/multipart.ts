/** One part of a multipart body. */
export interface Part {
  readonly name: string
  readonly fileName: string
  readonly contentType: string
  readonly bytes: Buffer
}

/** The parts of a multipart/form-data body; none where it is not one. */
export function partsOf(contentType: string, body: Buffer): Part[] {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return []
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // The first delimiter has no line end before it; with one in front all look alike.
  const whole = Buffer.concat([Buffer.from('\r\n'), body])
  const parts: Part[] = []
  let start = whole.indexOf(delimiter)
  while (start !== -1) {
    const from = start + delimiter.length
    const end = whole.indexOf(delimiter, from)
    if (end === -1) break
    const part = parsePart(whole.subarray(from, end))
    if (part !== null) parts.push(part)
    start = end
  }
  return parts
}

function parsePart(bytes: Buffer): Part | null {
  const gap = bytes.indexOf('\r\n\r\n')
  if (gap === -1) return null
  const head = bytes.subarray(0, gap).toString()
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
  const name = /[ ;]name="([^"]*)"/.exec(disposition)?.[1]
  if (name === undefined) return null
  return {
    name,
    fileName: /filename="([^"]*)"/.exec(disposition)?.[1] ?? '',
    contentType: /^content-type:\s*(.+?)\s*$/im.exec(head)?.[1] ?? '',
    bytes: bytes.subarray(gap + 4),
  }
}

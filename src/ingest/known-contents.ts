/** Six bytes of each are enough: one that is taken for known by mistake is found when it is applied. */
export const KNOWN_BYTES = 6

/** Whether the asset holds a content already. Eight bytes for each that it holds. */
export type IsKnown = (content: string) => boolean

/** `contents` are the first KNOWN_BYTES of each, one after the other. */
export function knownContents(contents: Buffer): IsKnown {
  const sorted = new Float64Array(contents.length / KNOWN_BYTES)
  for (let i = 0; i < sorted.length; i++) {
    sorted[i] = contents.readUIntBE(i * KNOWN_BYTES, KNOWN_BYTES)
  }
  sorted.sort()
  return (content) => {
    const wanted = Number.parseInt(content.slice(0, KNOWN_BYTES * 2), 16)
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (sorted[middle]! < wanted) low = middle + 1
      else high = middle
    }
    return sorted[low] === wanted
  }
}

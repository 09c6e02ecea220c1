import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * Whether an address is one of the public internet. Everything else (this
 * machine, its networks, cloud metadata, multicast, reserved ranges) is refused,
 * however it is written: an IPv4 address inside an IPv6 one counts as itself.
 */
export function isPublic(address: string): boolean {
  const plain = address.replace(/%.*$/, '')
  if (isIPv4(plain)) return !NOT_PUBLIC.check(plain, 'ipv4')
  if (!isIPv6(plain)) return false
  const groups = expand(plain)
  const embedded = embeddedIPv4(groups)
  if (embedded !== null) return isPublic(embedded)
  // Only 2000::/3 is handed out for the public internet.
  const first = groups[0] ?? 0
  return first >= 0x2000 && first <= 0x3fff && !NOT_PUBLIC.check(plain, 'ipv6')
}

const NOT_PUBLIC = new BlockList()
const RANGES: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
for (const [network, bits] of RANGES) NOT_PUBLIC.addSubnet(network, bits, 'ipv4')
// Teredo, ORCHID and friends; documentation.
NOT_PUBLIC.addSubnet('2001::', 23, 'ipv6')
NOT_PUBLIC.addSubnet('2001:db8::', 32, 'ipv6')
NOT_PUBLIC.addSubnet('3fff::', 20, 'ipv6')

/** The IPv4 address in a mapped, compatible, NAT64 or 6to4 one. */
function embeddedIPv4(groups: readonly number[]): string | null {
  const [a, b, c, d, e, f, g = 0, h = 0] = groups
  const zeros = a === 0 && b === 0 && c === 0 && d === 0
  if (zeros && e === 0 && (f === 0xffff || f === 0)) return dotted(g, h)
  if (zeros && e === 0xffff && f === 0) return dotted(g, h)
  if (a === 0x64 && b === 0xff9b) return dotted(g, h)
  if (a === 0x2002) return dotted(b ?? 0, c ?? 0)
  return null
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function expand(address: string): number[] {
  const written = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number)
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  })
  const [head = '', tail] = written.split('::')
  const front = groupsOf(head)
  if (tail === undefined) return front
  const back = groupsOf(tail)
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back]
}

function groupsOf(part: string): number[] {
  return part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
}

import { createServer } from 'node:net'

/** The port `wanted` of `host`, any free one for 0; null where somebody has it. */
export async function freePort(host: string, wanted = 0): Promise<number | null> {
  const probe = createServer()
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(wanted, host, () => resolve(true))
  })
  if (!isFree) return null
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return address === null || typeof address === 'string' ? null : address.port
}

import { openEmbedded } from '../../src/store/embedded/embedded.ts'

/**
 * A process that uses the database of a folder until it is told to stop: for tests that kill it.
 * With a user id as the second argument it becomes that user first.
 */
const [dataDir = '', uid] = process.argv.slice(2)
if (uid !== undefined) {
  process.setgroups?.([])
  process.setgid?.(Number(uid))
  process.setuid?.(Number(uid))
}
const { url, stop } = await openEmbedded({ dataDir, durable: false })
process.stdout.write(`${url}\n`)
process.stdin.once('data', () => {
  void stop().then(() => process.exit(0))
})

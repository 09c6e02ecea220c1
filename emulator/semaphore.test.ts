import { expect, test } from 'vitest'

import { startEmulator } from './emulator.ts'
import { client } from './testing/client.ts'

test('as many at a time as there are threads, some in the queue, the rest is sent away without JSON', async () => {
  // Long enough for all of them to be there before the first one is done, on a busy machine too.
  const emulator = await startEmulator({ threads: 2, queueLength: 3, serviceTimeMs: 600 })
  const call = client(emulator)
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => call('GET', '/api/now/table/incident?sysparm_limit=1')),
  )
  await emulator.stop()
  const sentAway = answers.filter((one) => one.status === 429)
  expect(answers.filter((one) => one.status === 200)).toHaveLength(5)
  expect(sentAway.map((one) => one.json)).toEqual([undefined, undefined, undefined])
})

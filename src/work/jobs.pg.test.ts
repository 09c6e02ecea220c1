import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { startJobs } from './jobs.ts'

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    if (isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it did not come to that')
}

test('a job that is asked for often is done once at a time, and again when asked afterwards', async ({
  database,
}) => {
  const errors: unknown[] = []
  const done: unknown[] = []
  const gate = Promise.withResolvers<void>()
  const jobs = await startJobs({
    url: database.url,
    isWorking: true,
    onError: (error) => errors.push(error),
    kinds: [
      {
        name: 'sweep',
        async run(data) {
          done.push(data)
          await gate.promise
        },
      },
    ],
  })
  try {
    for (let n = 0; n < 5; n++) await jobs.request('sweep', '1 incident', { table: 'incident' })
    await until(() => done.length === 1)
    await jobs.request('sweep', '1 incident', { table: 'incident' })
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect(done).toEqual([{ table: 'incident' }])
    gate.resolve()
    await until(() => {
      void jobs.request('sweep', '1 incident', { table: 'incident' })
      return done.length === 2
    })
    expect(errors).toEqual([])
  } finally {
    await jobs.stop()
  }
})

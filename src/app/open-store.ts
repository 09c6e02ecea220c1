import { mkdir } from 'node:fs/promises'

import type { Config } from '../config.ts'
import { sleep } from '../lib/sleep.ts'
import type { Log } from '../log.ts'
import { openDatabase, type Database } from '../store/database.ts'
import { openEmbedded } from '../store/embedded/embedded.ts'
import { placeOf } from '../store/place.ts'

/** The database alone: yours, or the one that is run in the data folder. */
export interface Store {
  readonly database: Database
  /** Where it runs; another place is another database. */
  readonly place: () => Promise<string>
  close(): Promise<void>
}

/** An import that goes on would keep its connection, and us, for as long as it takes. */
const CLOSE_MS = 500

export async function openStore(config: Config, log: Log): Promise<Store> {
  await mkdir(config.data, { recursive: true, mode: 0o700 })
  const embedded = config.databaseUrl === null ? await openEmbedded({ dataDir: config.data }) : null
  try {
    const database = await openDatabase({
      url: embedded?.url ?? config.databaseUrl ?? '',
      maxConnections: config.databaseConnections,
      onError: (error) => log.warn({ err: error }, 'a connection to the database was lost'),
    })
    return {
      database,
      place: () => placeOf(database, embedded === null ? null : config.data),
      async close() {
        await Promise.race([database.close(), sleep(CLOSE_MS)])
        await embedded?.stop()
      },
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

import type { Log } from '../log.ts'
import type { Database } from '../store/database.ts'
import { deliveries } from '../store/delivery.ts'
import { takeEndingLogins } from '../store/login-end.ts'

const MESSAGE = 'The log-in with ServiceNow ends soon: log in again before, and nothing pauses'

/** Warns of log-ins that end, in the log and in Recent deliveries: 30, 7 and 1 days before, once. */
export async function warnOfLoginEnds(database: Database, log: Log): Promise<void> {
  const ending = await database.transaction(async (tx) => {
    const taken = await takeEndingLogins(tx)
    await deliveries(tx).write(
      taken.map(({ integrationId, endsAt, days }) => ({
        level: days === 1 ? 'ERROR' : 'WARN',
        message: MESSAGE,
        details: { ends: endsAt.toISOString(), within: days === 1 ? '1 day' : `${days} days` },
        integrationId,
      })),
    )
    return taken
  })
  for (const { name, integrationId, endsAt, days } of ending) {
    const line = { integration: integrationId, name, endsAt, days }
    if (days === 1) log.error(line, 'a log-in with ServiceNow ends soon')
    else log.warn(line, 'a log-in with ServiceNow ends soon')
  }
}

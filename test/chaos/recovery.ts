import type { Cast } from './cast.ts'
import type { Ledger } from './ledger.ts'
import type { Tail } from './tail.ts'

/** What was there when the backup was put back, before anything ran on it. */
export interface Before {
  /** The last request that the instance had had. */
  readonly request: number
}

/**
 * Notes the tickets whose vulnerabilities the restored database does not know, since nobody will
 * ever mend them; says how many tickets it cannot explain.
 */
export async function noteOrphans(cast: Cast, ledger: Ledger): Promise<number> {
  const explained = new Set<string>()
  const known = new Set<string>()
  const rows = await cast.postgres.rows<{ ticket_key: string; ours: string[] }>(
    `select v.ticket_key, array(
       select sys_id from ticket where vulnerability_id = v.id union all
       select sys_id from attempt where vulnerability_id = v.id union all
       select v.ticket_key::text from attempt
       where vulnerability_id = v.id and outcome in ('open', 'unknown')) as ours
     from vulnerability v`,
  )
  for (const row of rows) {
    known.add(row.ticket_key)
    for (const one of row.ours) explained.add(one)
  }
  const tickets = await cast.instance.records('incident', 'correlation_idSTARTSWITHlockstep:')
  let unexplained = 0
  for (const { correlation_id: id = '', sys_id: sysId = '' } of tickets) {
    const key = id.split(':')[2] ?? ''
    if (!known.has(key)) ledger.orphans.add(key)
    const isExplained = explained.has(sysId) || explained.has(key) || ledger.copies.has(sysId)
    if (!isExplained) unexplained++
  }
  return unexplained
}

/**
 * A database that is older than its instance's tickets creates nothing until somebody says
 * "recover". One that lost no ticket has nothing to find out, and may go on.
 */
export async function mustNotCreate(
  cast: Cast,
  ledger: Ledger,
  tail: Tail,
  before: Before,
  isOlder: boolean,
): Promise<void> {
  await tail.catchUp()
  const created = tail.writes.filter(({ id, method }) => id > before.request && method === 'POST')
  if (isOlder && created.length > 0) {
    const keys = created.map(({ correlationId }) => correlationId).join(' ')
    ledger.breaches.push(`created before "recover" was said, after a restore: ${keys}`)
  }
  if (!isOlder) ledger.count('restore that had forgotten nothing')
  else if (await isStopped(cast)) ledger.count('restore that was noticed')
  else ledger.count('restore that was not noticed yet')
}

async function isStopped(cast: Cast): Promise<boolean> {
  const [row] = await cast.postgres.rows<{ is: boolean }>(
    `select exists (select from installation where creating_stopped is not null)
       or exists (select from instance where creating_stopped is not null) as is`,
  )
  return row?.is === true
}

/** The operator says that the original runs no more. */
export async function recover(cast: Cast, ledger: Ledger): Promise<void> {
  const said = await cast.command('recover', '--moved')
  if (said.includes('looked at once more')) ledger.count('recover')
}

/** What a poll notices only after the operator has spoken is said again, and seen to. */
export async function recoverIfStopped(cast: Cast, ledger: Ledger): Promise<void> {
  if (ledger.restoredAt > 0 && (await isStopped(cast))) await recover(cast, ledger)
}

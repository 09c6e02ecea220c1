import { setTimeout as sleep } from 'node:timers/promises'

import { ROLES, type Cast, type Role } from './cast.ts'
import type { Dice } from './dice.ts'
import type { Ledger } from './ledger.ts'
import type { Lockstep } from './lockstep.ts'
import type { Options } from './options.ts'
import { mustNotCreate, noteOrphans, recover, recoverIfStopped } from './recovery.ts'
import type { Tail } from './tail.ts'
import { measureTakeOver } from './take-over.ts'

/** What happens to machines: processes killed, everything restarted, a backup put back. */
export function disasters(
  cast: Cast,
  lockstep: Lockstep,
  ledger: Ledger,
  throws: Dice,
  options: Options,
  tail: Tail,
  someoneActs: () => Promise<void>,
) {
  const may = (what: string) => options.only.length === 0 || options.only.includes(what)
  const again = (role: Role) => (cast.isDown ? Promise.resolve() : cast.start(role))

  let last: Promise<unknown> = Promise.resolve()

  /** One at a time: nobody starts what another has just stopped, to take its files away. */
  function alone<T>(act: () => Promise<T>): Promise<T> {
    const mine = last.then(act)
    last = mine.catch(() => undefined)
    return mine
  }

  async function killOne(role: Role): Promise<void> {
    ledger.trouble(`kill -9 ${role.replace(/-\d/, '')}`, 500)
    await cast.kill(role)
    const measured = role === 'serve' ? null : measureTakeOver(cast.postgres, ledger)
    await sleep(throws.between(0, 2_000))
    await again(role)
    await measured
  }

  /** In the middle of what people ask for: between a commit and what should have been part of it. */
  async function killAskedServer(): Promise<void> {
    for (let n = 0; n < 12; n++) someoneActs().catch(() => ledger.count('person was cut off'))
    await sleep(throws.between(5, 120))
    await killOne('serve')
  }

  async function killWorkers(): Promise<void> {
    ledger.trouble('kill -9 worker', 500)
    ledger.count('kill -9 worker')
    await Promise.all([cast.kill('worker-1'), cast.kill('worker-2')])
    await Promise.all([again('worker-1'), again('worker-2')])
  }

  async function killPostgres(): Promise<void> {
    ledger.trouble('kill -9 PostgreSQL', 8_000)
    cast.postgres.kill(throws.chance(0.5))
    await sleep(500)
  }

  /** Everything at once, the database too; or asked to stop. */
  async function restart(): Promise<void> {
    if (throws.chance(0.5)) {
      ledger.trouble('restart after kill -9 of all', 8_000)
      await cast.killAll()
      cast.postgres.kill(true)
    } else {
      ledger.trouble('restart', 8_000)
      await stop()
    }
    await cast.startAll()
  }

  async function stop(): Promise<void> {
    ledger.stops.push(Math.round(await cast.stopAll()))
  }

  /** A backup is taken, life goes on, and the backup comes back: here, or in another place. */
  async function restore(): Promise<void> {
    const { backup, back } = await alone(backUp)
    await sleep(throws.between(4_000, 15_000))
    await alone(() => putBack(backup, back))
  }

  async function backUp() {
    ledger.trouble('backup', 8_000)
    await stop()
    const backup = cast.backUp()
    const back = ledger.remember()
    await cast.startAll()
    return { backup, back }
  }

  async function putBack(backup: string, back: () => void): Promise<void> {
    const isElsewhere = throws.chance(0.5)
    ledger.trouble(isElsewhere ? 'restore elsewhere' : 'restore in place', 60_000)
    await cast.killAll()
    await cast.restore(backup, isElsewhere)
    back()
    await tail.backupIsBack()
    const before = { request: tail.last }
    await cast.startAll()
    const forgotten = await noteOrphans(cast, ledger)
    await sleep(throws.between(2_000, 8_000))
    await mustNotCreate(cast, ledger, tail, before, isElsewhere || forgotten > 0)
    await showAll()
    await recover(cast, ledger)
  }

  /** What the backup forgot is looked for in the recovery; what nobody may see is not found. */
  async function showAll(): Promise<void> {
    for (const sysId of ledger.hidden) await cast.instance.hide(sysId, false)
    ledger.hidden.clear()
  }

  async function pairing(): Promise<void> {
    const asset = throws.pick(lockstep.assets)
    const [row] = await cast.postgres.rows<{ id: string }>(
      'select id from pairing where asset_id = $1 and removed_at is null',
      [asset.id],
    )
    if (row === undefined) return lockstep.pair(asset)
    await lockstep.unpair(Number(row.id), asset.name)
    ledger.count('pairing deleted')
    await sleep(throws.between(0, 4_000))
    await lockstep.pair(asset)
  }

  return {
    kill: () => alone(kill),
    restart: () => alone(restart),
    /** Whoever runs it says "recover" when it asks for that, but not in the middle of a disaster. */
    recover: () => alone(() => recoverIfStopped(cast, ledger)),
    restore,
    pairing,
    /** Each asset has its project again, whatever became of the call that was to make it. */
    async mend(): Promise<void> {
      await recoverIfStopped(cast, ledger)
      await lockstep.logInIfAsked()
      const giveUpAt = performance.now() + 30_000
      for (let left = await unpaired(); left.length > 0; left = await unpaired()) {
        for (const asset of left) {
          // "Try again in a moment": after a storm the instance may still be busy with what it cut off.
          await lockstep.pair(asset).catch(async (error: unknown) => {
            if (performance.now() > giveUpAt) throw error
            ledger.inVain('person', error)
            await sleep(1_000)
          })
        }
      }
    },
  }

  async function unpaired(): Promise<{ id: number; name: string }[]> {
    const rows = await cast.postgres.rows<{ id: string; name: string }>(
      `select id, name from asset a where not exists (
         select from pairing p where p.asset_id = a.id and p.removed_at is null)`,
    )
    return rows.map(({ id, name }) => ({ id: Number(id), name }))
  }

  async function kill(): Promise<number> {
    const what = throws.weigh({
      one: may('kill') ? 5 : 0,
      workers: may('kill') ? 1.5 : 0,
      serve: may('serve') ? 2 : 0,
      postgres: may('postgres') ? 2 : 0,
    })
    if (what === 'workers') await killWorkers()
    else if (what === 'postgres') await killPostgres()
    else if (what === 'serve') await killAskedServer()
    else await killOne(throws.pick(ROLES))
    return what === 'workers' ? 2 : 1
  }
}

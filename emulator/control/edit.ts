import { actorOf, userNamed } from '../actor.ts'
import type { Input, Instance } from '../instance.ts'
import { Refusal } from '../refusal.ts'
import type { Row } from '../store/sorted-rows.ts'

/** A change as the named person would make it: same rights, same rules, same traces. */
export function editAs(
  instance: Instance,
  tableName: string,
  sysId: string,
  fields: Input,
  userName: string,
): Row {
  const table = instance.database.table(tableName)
  const found = table === undefined ? null : instance.database.find(table, sysId)
  if (found === null) throw new Refusal(404, `no ${tableName} ${sysId}`)
  const user = userNamed(instance.database, userName)
  if (user === undefined) throw new Refusal(404, `no user ${userName}`)
  return { ...instance.update(actorOf(user), found.table, found.row, fields) }
}

import { actorOf, userNamed, type Actor } from '../actor.ts'
import type { Input, Instance } from '../instance.ts'
import { Refusal } from '../refusal.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'

/** A change as the named person would make it: same rights, same rules, same traces. */
export function editAs(
  instance: Instance,
  tableName: string,
  sysId: string,
  fields: Input,
  userName: string,
): Row {
  const found = existing(instance, tableName, sysId)
  return { ...instance.update(person(instance, userName), found.table, found.row, fields) }
}

/** A new record as the named person would make it. */
export function insertAs(
  instance: Instance,
  tableName: string,
  fields: Input,
  userName: string,
): Row {
  const table = instance.database.table(tableName)
  if (table === undefined) throw new Refusal(404, `no table ${tableName}`)
  return { ...instance.insert(person(instance, userName), table, fields) }
}

export function removeAs(
  instance: Instance,
  tableName: string,
  sysId: string,
  userName: string,
): void {
  const found = existing(instance, tableName, sysId)
  instance.delete(person(instance, userName), found.table, found.row)
}

function existing(
  instance: Instance,
  tableName: string,
  sysId: string,
): { table: Table; row: Row } {
  const table = instance.database.table(tableName)
  const found = table === undefined ? null : instance.database.find(table, sysId)
  if (found === null) throw new Refusal(404, `no ${tableName} ${sysId}`)
  return found
}

function person(instance: Instance, userName: string): Actor {
  const user = userNamed(instance.database, userName)
  if (user === undefined) throw new Refusal(404, `no user ${userName}`)
  return actorOf(user)
}

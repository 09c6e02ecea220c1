import { isServiceNowError } from '../errors.ts'
import type { Tables } from '../table.ts'
import type { CheckedTable } from './check.ts'
import { failed, failedBy, passed, skipped, type Step } from './step.ts'

const ROLE =
  'give the ServiceNow user behind the integration a role that may read and write this table ' +
  '(itil for most), or an access rule of its own'

/** Whether the Table API lets this OAuth application in at all. */
export async function checkScope(tables: Tables): Promise<Step> {
  const id = ['scope', 'API access'] as const
  try {
    // Everybody may read choices: a refusal here is about the application, not about a table.
    await tables.list('sys_choice', { fields: ['sys_id'], limit: 1, priority: 'person' })
    return passed(...id, 'the OAuth application may use the Table API')
  } catch (error) {
    return failedBy(...id, error, 'check the scope restriction of the OAuth application')
  }
}

/** Many tables answer a user without rights with an empty list instead of a refusal. */
export async function checkRead(tables: Tables, checked: CheckedTable): Promise<Step> {
  const { table, ownTicket } = checked
  const id = [`read:${table}`, `Read ${table}`] as const
  try {
    if (ownTicket !== null) return await readOwn(tables, table, ownTicket)
    const page = await tables.list(table, { fields: ['sys_id'], limit: 1, priority: 'person' })
    if (page.rows.length > 0) return passed(...id, 'records can be read')
    return page.hasMore
      ? failed(...id, `${table} has records, but none may be read`, ROLE)
      : skipped(...id, `no record is visible: ${table} is empty or may not be read`, ROLE)
  } catch (error) {
    return failedBy(...id, error, ROLE)
  }
}

async function readOwn(tables: Tables, table: string, sysId: string): Promise<Step> {
  const id = [`read:${table}`, `Read ${table}`] as const
  const row = await tables.read(table, sysId, ['number'], { priority: 'person' })
  if (row !== null) return passed(...id, `${row['number'] ?? 'our ticket'} can be read`)
  const other = await tables.list(table, { fields: ['sys_id'], limit: 1, priority: 'person' })
  return other.rows.length > 0
    ? passed(...id, 'records can be read; the ticket that was tried is gone')
    : failed(...id, `our own tickets in ${table} may not be read`, ROLE)
}

/**
 * Writes a value that one of our own tickets already has: the instance checks the
 * right to write and changes nothing, not even the record's modification count.
 * Every other way leaves something behind where the right is there: a record, or
 * a change to somebody else's. Without a ticket the first one will tell.
 */
export async function checkWrite(tables: Tables, checked: CheckedTable): Promise<Step> {
  const { table, ownTicket } = checked
  const id = [`write:${table}`, `Write ${table}`] as const
  if (ownTicket === null) {
    return skipped(...id, 'not tried without leaving a record: the first ticket will show it')
  }
  const wanted = ['correlation_display', 'sys_mod_count']
  try {
    const before = await tables.read(table, ownTicket, wanted, { priority: 'person' })
    if (before === null) return skipped(...id, 'not tried: the ticket to try it on is gone')
    const same = { correlation_display: before['correlation_display'] ?? '' }
    const after = await tables.update(table, ownTicket, same, wanted, { priority: 'person' })
    return after === null
      ? failed(...id, `our own tickets in ${table} may not be changed`, ROLE)
      : passed(...id, 'our own tickets can be changed')
  } catch (error) {
    if (isServiceNowError(error, 'data_policy', 'business_rule')) {
      return failedBy(...id, error, 'the instance has a rule against changing our tickets')
    }
    return failedBy(...id, error, ROLE)
  }
}

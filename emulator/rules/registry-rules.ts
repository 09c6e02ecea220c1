import { randomBytes } from 'node:crypto'

import { operationFailed } from '../refusal.ts'
import type { Change } from './change.ts'

/** A new application gets its client id from the instance, and a secret where it brings none. */
export function applyRegistryRules(change: Change, newAreScoped: boolean): void {
  const { table, before, after, database } = change
  if (table.name !== 'oauth_entity') return
  if (before === null && newAreScoped) after['scope_restriction'] = 'securely_scoped'
  if ((after['name'] ?? '') === '') {
    throw operationFailed('Data Policy Exception: \n\tThe following fields are mandatory: Name')
  }
  if ((after['client_id'] ?? '') === '') after['client_id'] = randomBytes(16).toString('hex')
  if ((after['client_secret'] ?? '') === '') {
    after['client_secret'] = before?.['client_secret'] ?? randomBytes(16).toString('hex')
  }
  const [taken] =
    database.must('oauth_entity').withValue('client_id', after['client_id'] ?? '') ?? []
  if (taken === undefined || taken['sys_id'] === after['sys_id']) return
  throw operationFailed('Client ID must be unique')
}

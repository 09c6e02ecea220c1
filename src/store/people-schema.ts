import type { ColumnType, Generated } from 'kysely'
import type { Role } from '../vulnerability/role.ts'
import type { FilledTime, Time } from './columns.ts'

/** better-auth's tables, in its own names, as far as we touch them ourselves; and our links. */
export interface PeopleTables {
  user: UserTable
  session: SessionTable
  account: AccountTable
  apikey: ApikeyTable
  one_time_link: OneTimeLinkTable
}

export interface UserTable {
  id: string
  name: string
  email: string
  emailVerified: Generated<boolean>
  role: Role
  banned: Generated<boolean>
  lastSeenAt: Time
  createdAt: FilledTime
  updatedAt: FilledTime
}

export interface SessionTable {
  id: string
  token: string
  userId: string
  expiresAt: ColumnType<Date, Date, Date>
}

export interface AccountTable {
  id: string
  accountId: string
  providerId: string
  userId: string
  password: string | null
  updatedAt: FilledTime
}

export interface ApikeyTable {
  id: string
  name: string | null
  start: string | null
  key: string
  referenceId: string
  enabled: Generated<boolean>
  lastRequest: Time
  expiresAt: Time
  createdAt: FilledTime
  metadata: string | null
}

export interface OneTimeLinkTable {
  token_hash: string
  purpose: LinkPurpose
  user_id: string | null
  expires_at: ColumnType<Date, Date, Date>
  used_at: Time
  created_at: FilledTime
}
export type LinkPurpose = 'setup' | 'invitation' | 'reset'

import type { z } from 'zod'
import type { ApiKeyRow } from '../../store/api-key.ts'
import type { PersonRow } from '../../store/person.ts'
import type { Role } from '../../vulnerability/role.ts'
import { PERMISSIONS } from '../../vulnerability/role.ts'
import type { ApiKeyView, Me, PersonView } from '../schema/people.ts'
import { instant } from './instant.ts'

export function meView(
  person: { id: string; name: string; email: string },
  role: Role,
  version: string,
): z.output<typeof Me> {
  const { id, name, email } = person
  return { id, name, email, role, permissions: { ...PERMISSIONS[role] }, version }
}

export function personView(person: PersonRow): z.output<typeof PersonView> {
  const { id, name, email, role, banned, hasPassword, createdAt, lastSeenAt } = person
  return {
    id,
    name,
    email,
    role,
    state: banned ? 'disabled' : hasPassword ? 'active' : 'invited',
    createdAt: createdAt.toISOString(),
    lastSeenAt: instant(lastSeenAt),
  }
}

export function apiKeyView(key: ApiKeyRow): z.output<typeof ApiKeyView> {
  const { id, name, start, role, createdAt, expiresAt, lastUsedAt } = key
  return {
    id,
    name,
    start,
    role,
    createdAt: createdAt.toISOString(),
    expiresAt: instant(expiresAt),
    lastUsedAt: instant(lastUsedAt),
  }
}

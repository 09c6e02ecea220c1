import { z } from 'zod'
import { ROLES } from '../../vulnerability/role.ts'
import { Instant } from './common.ts'

/** NIST SP 800-63B: length matters, composition rules do not. */
export const Password = z.string().min(12).max(128)
const Email = z.email().max(254)
const PersonName = z.string().trim().min(1).max(100)
const Token = z.string().min(20).max(200)

export const PermissionsView = z.object({
  configure: z.boolean(),
  triage: z.boolean(),
  judge: z.boolean(),
})
/** Who asks, by cookie or API key. */
export const Me = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  permissions: PermissionsView,
  version: z.string(),
})

export const SetupState = z.object({ needed: z.boolean() })
export const SetupRequest = z.object({
  token: Token,
  name: PersonName,
  email: Email,
  password: Password,
})

export const PersonView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  state: z.enum(['active', 'disabled', 'invited']),
  createdAt: Instant,
  lastSeenAt: Instant.nullable(),
})
export const PersonList = z.object({ items: z.array(PersonView) })
export const Invitation = z.object({ email: Email, name: PersonName, role: z.enum(ROLES) })
/** A link to be handed over; shown once, works once, for 7 days. */
export const OneTimeLink = z.object({ link: z.string(), expiresAt: Instant })
export const PersonEdit = z.object({
  role: z.enum(ROLES).optional(),
  disabled: z.boolean().optional(),
})
/** Accept an invitation or reset a password: `GET /links/:token` says which. */
export const LinkState = z.object({
  purpose: z.enum(['invitation', 'reset']),
  email: z.string(),
  name: z.string(),
})
export const LinkUse = z.object({ password: Password, name: PersonName.optional() })
export const PasswordChange = z.object({ current: z.string().max(128), next: Password })

export const ApiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters, to tell keys apart. */
  start: z.string(),
  role: z.enum(ROLES),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
})
export const ApiKeyList = z.object({ items: z.array(ApiKeyView) })
export const NewApiKey = z.object({
  name: z.string().trim().min(1).max(100),
  /** Never more than the maker's own. */
  role: z.enum(ROLES),
  expiresInDays: z.int().min(1).max(365).nullable(),
})
export const CreatedApiKey = ApiKeyView.extend({ key: z.string() })

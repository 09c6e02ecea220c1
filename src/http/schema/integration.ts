import { z } from 'zod'
import { Instant } from './common.ts'

export const IntegrationView = z.object({
  id: z.int(),
  name: z.string(),
  instanceUrl: z.string(),
  clientId: z.string(),
  /** Secrets are write-only: only whether there is one is told. */
  hasClientSecret: z.boolean(),
  state: z.enum(['new', 'connected', 'login_again']),
  stateReason: z.string(),
  connectedUser: z.string(),
  connectedAt: Instant.nullable(),
  /** When the log-in ends and a person must log in again; null before the first. */
  loginEndsAt: Instant.nullable(),
  pollSeconds: z.int(),
  /** How long ServiceNow lets a log-in live, from which `loginEndsAt` is computed. */
  loginDays: z.int(),
  pairings: z.int(),
  /** Set when creating is stopped, with what to do. */
  creatingStopped: z.string().nullable(),
  /** The instance does not answer, or asked us to wait: plain words, else null. */
  trouble: z.string().nullable(),
})
export const IntegrationList = z.object({
  items: z.array(IntegrationView),
  /** To register at ServiceNow as the Redirect URL. */
  redirectUrl: z.string(),
})

export const NewIntegration = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  instanceUrl: z.string().trim().min(1).max(500),
  clientId: z.string().trim().min(1).max(200),
  clientSecret: z.string().min(1).max(500),
})
export const IntegrationEdit = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  clientId: z.string().trim().min(1).max(200).optional(),
  clientSecret: z.string().min(1).max(500).optional(),
  pollSeconds: z.int().min(1).max(86_400).optional(),
  loginDays: z.int().min(1).max(3_650).optional(),
})
/** Removing asks to type the integration's (or the asset's) name. */
export const Confirmation = z.object({ confirm: z.string().min(1) })

export const LoginStart = z.object({ authorizationUrl: z.string() })
export const LoginCallback = z.object({
  state: z.string().max(500).default(''),
  code: z.string().max(2_000).optional(),
  error: z.string().max(500).optional(),
  errorDescription: z.string().max(2_000).optional(),
})

export const CheckStep = z.object({
  id: z.string(),
  label: z.string(),
  result: z.enum(['ok', 'failed', 'skipped']),
  answer: z.string(),
  remedy: z.string(),
})
export const CheckResult = z.object({ ok: z.boolean(), steps: z.array(CheckStep) })

export const TableChoice = z.object({
  name: z.string(),
  label: z.string(),
  /** From the table itself up to `task`. */
  chain: z.array(z.string()),
})
export const TableList = z.object({ items: z.array(TableChoice) })

export const Choice = z.object({ value: z.string(), label: z.string() })
export const TableDetail = z.object({
  name: z.string(),
  label: z.string(),
  states: z.array(Choice),
  impacts: z.array(Choice),
  urgencies: z.array(Choice),
  priorities: z.array(Choice),
  /** `none`: the table computes no priority, so it is sent. `stock`: could not be read; ServiceNow's default. */
  lookup: z.object({
    source: z.enum(['instance', 'stock', 'none']),
    rows: z.array(z.object({ impact: z.string(), urgency: z.string(), priority: z.string() })),
  }),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      maxLength: z.int().nullable(),
      mandatory: z.boolean(),
      /** The table a reference points to, or an empty text. */
      reference: z.string(),
      choices: z.array(Choice),
    }),
  ),
})

const TABLE_NAME = /^[a-z][a-z0-9_]{0,79}$/
/** By a part of the name, or the one with `sysId`. */
export const ReferenceQuery = z.object({
  table: z.string().regex(TABLE_NAME),
  search: z.string().max(100).default(''),
  sysId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
})
export const ReferenceList = z.object({
  items: z.array(z.object({ sysId: z.string(), name: z.string() })),
})

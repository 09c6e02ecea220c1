import { parse as parseYaml } from 'yaml'
import { z } from 'zod'

import type { Fault } from '../control/faults.ts'
import { parseFault } from '../control/parse-fault.ts'
import { Rule } from '../control/parse-rule.ts'
import { FIELD_TYPES, text } from '../store/schema.ts'
import { DEFAULT_SEED } from './default-seed.ts'
import type { Seed } from './seed.ts'
import { INCIDENT_KEYS } from './incident-keys.ts'

/** Every value is a text on an instance; a seed may write numbers and true or false as they are. */
const values = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
)

const FieldOf = z.strictObject({
  label: z.string(),
  type: z.enum(FIELD_TYPES).default('string'),
  maxLength: z.number().default(255),
  reference: z.string().exactOptional(),
  choice: z.boolean().exactOptional(),
  initial: z.string().exactOptional(),
  mandatory: z.boolean().exactOptional(),
})

const SeedFile = z.strictObject({
  instanceName: z.string().optional(),
  users: z
    .array(
      z.strictObject({
        userName: z.string(),
        password: z.string(),
        name: z.string(),
        roles: z.array(z.string()).default([]),
        timeZone: z.string().default('UTC'),
      }),
    )
    .optional(),
  groups: z.array(z.string()).optional(),
  clients: z
    .array(
      z.strictObject({
        name: z.string(),
        clientId: z.string(),
        clientSecret: z.string(),
        isSecurelyScoped: z.boolean().default(false),
        isPublic: z.boolean().default(false),
        userName: z.string().exactOptional(),
        redirectUris: z.array(z.string()).exactOptional(),
      }),
    )
    .optional(),
  tables: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9_]{1,80}$/),
        label: z.string(),
        extends: z.string().default('task'),
        numberPrefix: z.string().default('TASK'),
        /** Column name → label, for a text of 255 characters, or what else it is. */
        fields: z.record(z.string(), z.union([z.string(), FieldOf])).default({}),
      }),
    )
    .optional(),
  records: z
    .array(
      z.strictObject({
        table: z.string(),
        by: z.string().default('admin'),
        minutesAgo: z.number().nonnegative().default(0),
        values,
      }),
    )
    .optional(),
  rules: z.array(Rule).exactOptional(),
  settings: z.record(z.string(), z.union([z.number(), z.boolean()])).default({}),
  faults: z.array(z.unknown().transform(asFault)).default([]),
})

function asFault(value: unknown, context: z.RefinementCtx): Fault {
  const fault = parseFault(value)
  if (typeof fault !== 'string') return fault
  context.addIssue({ code: 'custom', message: fault })
  return z.NEVER
}

/** Reads a seed file, YAML or JSON, which is YAML too. It adds to the default seed; a user, client or group it names again is as it says. */
export function parseSeed(file: string): Seed {
  const {
    tables = [],
    users = [],
    clients = [],
    groups = [],
    ...rest
  } = SeedFile.parse(parseYaml(file))
  const own = tables.map(({ fields, ...table }) => ({
    ...table,
    fields: Object.entries(fields).map(([name, field]) =>
      typeof field === 'string' ? text(name, field, 255) : { name, ...field },
    ),
    wireOrder: INCIDENT_KEYS,
  }))
  return {
    instanceName: rest.instanceName ?? DEFAULT_SEED.instanceName,
    users: together(DEFAULT_SEED.users, users, (user) => user.userName),
    clients: together(DEFAULT_SEED.clients, clients, (client) => client.clientId),
    groups: together(DEFAULT_SEED.groups, groups, (name) => name),
    tables: [...DEFAULT_SEED.tables, ...own],
    records: rest.records ?? DEFAULT_SEED.records,
    rules: rest.rules ?? [],
    settings: rest.settings,
    faults: rest.faults,
  }
}

function together<T>(defaults: readonly T[], own: readonly T[], key: (one: T) => string): T[] {
  return [...new Map([...defaults, ...own].map((one) => [key(one), one])).values()]
}

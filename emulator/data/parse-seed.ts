import { z } from 'zod'

import { text } from '../store/schema.ts'
import { DEFAULT_SEED } from './default-seed.ts'
import type { Seed } from './seed.ts'
import { INCIDENT_KEYS } from './incident-keys.ts'

const values = z.record(z.string(), z.string())

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
        /** Column name → label; each is a text of 255 characters. */
        fields: values.default({}),
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
})

/** Reads a seed file. It adds to the default seed; a user, client or group it names again is as it says. */
export function parseSeed(file: string): Seed {
  const {
    tables = [],
    users = [],
    clients = [],
    groups = [],
    ...rest
  } = SeedFile.parse(JSON.parse(file))
  const own = tables.map(({ fields, ...table }) => ({
    ...table,
    fields: Object.entries(fields).map(([name, label]) => text(name, label, 255)),
    wireOrder: INCIDENT_KEYS,
  }))
  return {
    instanceName: rest.instanceName ?? DEFAULT_SEED.instanceName,
    users: together(DEFAULT_SEED.users, users, (user) => user.userName),
    clients: together(DEFAULT_SEED.clients, clients, (client) => client.clientId),
    groups: together(DEFAULT_SEED.groups, groups, (name) => name),
    tables: [...DEFAULT_SEED.tables, ...own],
    records: rest.records ?? DEFAULT_SEED.records,
  }
}

function together<T>(defaults: readonly T[], own: readonly T[], key: (one: T) => string): T[] {
  return [...new Map([...defaults, ...own].map((one) => [key(one), one])).values()]
}

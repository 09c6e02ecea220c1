import { z } from 'zod'

import { text } from '../store/schema.ts'
import type { Seed } from './seed.ts'
import { INCIDENT_KEYS } from './incident-keys.ts'
import { CUSTOM_TABLES } from './task-tables.ts'

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

/** Reads a seed file. What it leaves out is as in the default seed; its tables come on top of the default ones. */
export function parseSeed(file: string): Partial<Seed> {
  const { tables = [], ...rest } = SeedFile.parse(JSON.parse(file))
  const own = tables.map(({ fields, ...table }) => ({
    ...table,
    fields: Object.entries(fields).map(([name, label]) => text(name, label, 255)),
    wireOrder: INCIDENT_KEYS,
  }))
  const given = Object.entries(rest).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(given), tables: [...CUSTOM_TABLES, ...own] }
}

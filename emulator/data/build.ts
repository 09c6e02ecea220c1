import { actorOf, userNamed } from '../actor.ts'
import { stamp, type Clock } from '../clock.ts'
import { Instance } from '../instance.ts'
import type { Settings } from '../settings.ts'
import { Database } from '../store/database.ts'
import { addConfigurationItems } from './cmdb-records.ts'
import { addStockChoices, describeAll, put } from './describe.ts'
import { addPeople } from './people-records.ts'
import type { Seed, SeedRecord } from './seed.ts'
import { stableId } from './stable-id.ts'
import { SYSTEM_TABLES } from './system-tables.ts'
import { TASK_TABLES } from './task-tables.ts'
import { addTransformMaps } from './transform-maps.ts'

/** An instance with its stock tables, the seed, and `records` more incidents. */
export function buildInstance(
  clock: Clock,
  settings: Settings,
  seed: Seed,
  redirectUris: readonly string[],
  records: number,
): Instance {
  const database = new Database()
  const now = clock.now()
  for (const definition of [...SYSTEM_TABLES, ...TASK_TABLES, ...seed.tables])
    database.define(definition)
  describeAll(database, now)
  addStockChoices(database, now)
  addLookups(database, now)
  addPeople(database, now, seed)
  addClients(database, now, seed, redirectUris)
  addProperties(database, now, seed)
  addTransformMaps(database, now)
  addConfigurationItems(database, now)
  const instance = new Instance(database, clock, settings)
  for (const record of seed.records) addRecord(instance, record)
  for (let i = 0; i < records; i++) addRecord(instance, filler(i, records))
  for (const rule of seed.rules ?? []) instance.businessRules.add(rule)
  return instance
}

/** Impact × urgency as shipped; a step down in either is a step down in priority. */
function addLookups(database: Database, now: string): void {
  for (const table of ['dl_u_priority', 'dl_problem_priority']) {
    for (const impact of [1, 2, 3]) {
      for (const urgency of [1, 2, 3]) {
        const cell = { impact: String(impact), urgency: String(urgency) }
        const priority = String(impact + urgency - 1)
        put(database, table, `${table}:${impact}${urgency}`, now, { ...cell, priority })
      }
    }
  }
}

function addClients(
  database: Database,
  now: string,
  seed: Seed,
  redirectUris: readonly string[],
): void {
  for (const client of seed.clients) {
    put(database, 'oauth_entity', `oauth_entity:${client.clientId}`, now, {
      name: client.name,
      client_id: client.clientId,
      client_secret: client.clientSecret,
      redirect_url: (client.redirectUris ?? redirectUris).join(','),
      public_client: String(client.isPublic ?? false),
      user: client.userName === undefined ? '' : stableId(`sys_user:${client.userName}`),
      scope_restriction: client.isSecurelyScoped === true ? 'securely_scoped' : 'broadly_scoped',
    })
  }
}

function addProperties(database: Database, now: string, seed: Seed): void {
  const properties = {
    instance_name: seed.instanceName.toLowerCase().replaceAll(/[^a-z0-9]+/g, ''),
    instance_id: stableId('instance'),
    'glide.product.description': seed.instanceName,
    'glide.buildtag': 'glide-emulated-10-01-2025__patch1-10-15-2025',
    'glide.buildname': 'Emulated',
    'glide.sys.default.tz': 'UTC',
    'glide.oauth.state.parameter.required': 'true',
    'glide.rest.max_content_length': '10',
  }
  for (const [name, value] of Object.entries(properties)) {
    put(database, 'sys_properties', `sys_properties:${name}`, now, { name, value })
  }
}

/** Written by the rules as anybody's record is, some time ago. */
function addRecord(instance: Instance, { table, by, minutesAgo, values }: SeedRecord): void {
  const { database, clock } = instance
  const author = userNamed(database, by)
  if (author === undefined) throw new Error(`the seed names a user ${by} that it does not have`)
  const at = stamp(clock.nowMs() - minutesAgo * 60_000)
  instance.insert(actorOf(author), database.must(table), values, { at })
}

const FILLER = ['Cannot log in', 'Disk almost full', 'VPN drops every hour', 'Screen flickers']

function filler(index: number, of: number): SeedRecord {
  const title = `${FILLER[index % FILLER.length] ?? ''} (${index + 1})`
  const level = String((index % 3) + 1)
  const state = String((index % 2) + 1)
  const values = {
    short_description: title,
    description: title,
    impact: level,
    urgency: level,
    state,
  }
  return { table: 'incident', by: 'beth.anglin', minutesAgo: 10 + (of - index), values }
}

import type { Seed, SeedRecord } from './seed.ts'
import { stableId } from './stable-id.ts'
import { CUSTOM_TABLES } from './task-tables.ts'

const GROUPS: Readonly<Record<string, string>> = {
  network: 'Network',
  software: 'Software',
  database: 'Database',
  hardware: 'Hardware',
}

/** The instance everybody gets who asks for nothing else. */
export const DEFAULT_SEED: Seed = {
  instanceName: 'Emulated Instance',
  users: [
    user('admin', 'System Administrator', ['admin']),
    user('itil', 'ITIL User', ['itil']),
    user('viewer', 'Vera Viewer', []),
    { ...user('dev', 'Devon Tokyo', ['itil']), timeZone: 'Asia/Tokyo' },
    user('beth.anglin', 'Beth Anglin', ['itil']),
    user('david.loo', 'David Loo', ['itil']),
    user('abel.tuter', 'Abel Tuter', []),
  ],
  groups: ['Service Desk', 'Hardware', 'Software', 'Network', 'Database', 'Security Operations'],
  clients: [
    {
      name: 'Lockstep',
      clientId: 'lockstep',
      clientSecret: 'lockstep-secret',
      userName: 'itil',
    },
    {
      // Every recent instance has this one: the command line of ServiceNow's SDK logs in with it.
      name: 'ServiceNow SDK',
      clientId: '543e5655f77746a28228c6009a599dfb',
      clientSecret: '',
      isPublic: true,
      redirectUris: ['/sdk-oauth.do'],
    },
  ],
  tables: CUSTOM_TABLES,
  records: [
    incident('Unable to connect to the office network', 4320, 'network', '1', '1', { state: '2' }),
    incident('E-mail server is down', 2900, 'software', '1', '1', closed('6')),
    incident('Need access to the sales database', 2100, 'database', '3', '3', { state: '1' }),
    incident('Wireless access is down in my area', 1500, 'network', '2', '2', {
      state: '3',
      hold_reason: '1',
    }),
    incident('Laptop runs hot and shuts down', 900, 'hardware', '3', '2', { state: '2' }),
    incident('Reset my password', 400, 'inquiry', '3', '3', closed('7')),
    incident('Printer on floor 2 prints blank pages', 90, 'hardware', '3', '3', { state: '1' }),
    {
      table: 'problem',
      by: 'david.loo',
      minutesAgo: 3000,
      values: {
        short_description: 'Wireless controller restarts under load',
        impact: '2',
        urgency: '2',
      },
    },
    {
      table: 'change_request',
      by: 'david.loo',
      minutesAgo: 700,
      values: { short_description: 'Upgrade the firmware of the core switches', type: 'normal' },
    },
  ],
}

function user(userName: string, name: string, roles: readonly string[]): Seed['users'][number] {
  return { userName, password: userName, name, roles }
}

function incident(
  title: string,
  minutesAgo: number,
  category: string,
  impact: string,
  urgency: string,
  more: SeedRecord['values'],
): SeedRecord {
  const people = {
    caller_id: stableId('sys_user:abel.tuter'),
    assignment_group: stableId(`sys_user_group:${GROUPS[category] ?? 'Service Desk'}`),
    assigned_to: more['state'] === '1' ? '' : stableId('sys_user:david.loo'),
  }
  const values = { short_description: title, category, impact, urgency, ...people, ...more }
  return { table: 'incident', by: 'beth.anglin', minutesAgo, values }
}

function closed(state: string): SeedRecord['values'] {
  return {
    state,
    close_code: 'Solution provided',
    close_notes: 'Fixed and confirmed by the caller.',
  }
}

import type { Database } from '../store/database.ts'
import type { Row } from '../store/sorted-rows.ts'
import { put } from './describe.ts'
import { stableId } from './stable-id.ts'

const ITEMS: readonly (Row & { readonly sys_class_name: string; readonly name: string })[] = [
  {
    sys_class_name: 'cmdb_ci_linux_server',
    name: 'app01',
    host_name: 'app01',
    fqdn: 'app01.example.com',
    ip_address: '192.0.2.11',
    os: 'Linux Red Hat',
    environment: 'Production',
    serial_number: 'LSR-0001',
  },
  {
    sys_class_name: 'cmdb_ci_win_server',
    name: 'files01',
    host_name: 'files01',
    fqdn: 'files01.example.com',
    ip_address: '192.0.2.12',
    os: 'Windows Server 2022',
    environment: 'Production',
    serial_number: 'WSR-0001',
  },
  { sys_class_name: 'cmdb_ci_appl', name: 'Payroll', version: '4.2' },
  { sys_class_name: 'cmdb_ci_service', name: 'Human Resources' },
]

const RELATIONS = [
  { parent: 'Payroll', child: 'app01', type: 'Runs on::Runs' },
  { parent: 'Human Resources', child: 'Payroll', type: 'Depends on::Used by' },
]

export function addConfigurationItems(database: Database, now: string): void {
  for (const item of ITEMS) {
    put(database, item.sys_class_name, keyOf(item.name), now, { ...item, sys_domain: 'global' })
  }
  for (const { parent, child, type } of RELATIONS) {
    const [above = '', below = ''] = type.split('::')
    const descriptors = { parent_descriptor: above, child_descriptor: below }
    put(database, 'cmdb_rel_type', typeKey(type), now, { name: type, ...descriptors })
    put(database, 'cmdb_rel_ci', `cmdb_rel_ci:${parent}:${child}`, now, {
      parent: stableId(keyOf(parent)),
      child: stableId(keyOf(child)),
      type: stableId(typeKey(type)),
    })
  }
}

function keyOf(name: string): string {
  return `cmdb_ci:${name}`
}

function typeKey(name: string): string {
  return `cmdb_rel_type:${name}`
}

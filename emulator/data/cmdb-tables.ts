import {
  choice,
  flag,
  integer,
  integerChoice,
  ref,
  text,
  time,
  typed,
  type TableDefinition,
} from '../store/schema.ts'

const CI: TableDefinition = {
  name: 'cmdb_ci',
  label: 'Configuration Item',
  display: 'name',
  fields: [
    text('name', 'Name', 255),
    text('short_description', 'Description', 1000),
    typed('sys_class_name', 'Class', 'sys_class_name', 80),
    typed('sys_domain', 'Domain', 'domain_id', 32),
    text('sys_domain_path', 'Domain Path', 255, { initial: '/' }),
    text('correlation_id', 'Correlation ID', 512),
    text('asset_tag', 'Asset tag', 40),
    text('serial_number', 'Serial number', 255),
    text('model_number', 'Model number', 40),
    text('category', 'Category', 255),
    text('subcategory', 'Subcategory', 40),
    choice('environment', 'Environment'),
    integerChoice('install_status', 'Status', { initial: '1' }),
    integerChoice('operational_status', 'Operational status', { initial: '1' }),
    text('ip_address', 'IP Address', 255),
    text('mac_address', 'MAC Address', 255),
    text('fqdn', 'Fully qualified domain name', 255),
    text('dns_domain', 'DNS Domain', 255),
    text('attributes', 'Attributes', 65_000),
    text('comments', 'Comments', 4000),
    text('discovery_source', 'Discovery source', 40),
    integer('fault_count', 'Fault count', { initial: '0' }),
    flag('monitor', 'Monitor'),
    flag('can_print', 'Can Print'),
    flag('unverified', 'Requires verification'),
    ref('assigned_to', 'Assigned to', 'sys_user'),
    ref('assignment_group', 'Change Group', 'sys_user_group'),
    ref('support_group', 'Support group', 'sys_user_group'),
    ref('supported_by', 'Supported by', 'sys_user'),
    ref('owned_by', 'Owned by', 'sys_user'),
    ref('managed_by', 'Managed by', 'sys_user'),
    ref('company', 'Company', 'core_company'),
    ref('manufacturer', 'Manufacturer', 'core_company'),
    ref('vendor', 'Vendor', 'core_company'),
    ref('location', 'Location', 'cmn_location'),
    time('first_discovered', 'First discovered'),
    time('last_discovered', 'Most recent discovery'),
    time('install_date', 'Installed'),
  ],
}

/** Configuration items by class, and how they hang together; parents before children. */
export const CMDB_TABLES: readonly TableDefinition[] = [
  CI,
  extending('cmdb_ci', 'cmdb_ci_service', 'Service'),
  extending('cmdb_ci', 'cmdb_ci_appl', 'Application', [text('version', 'Version', 40)]),
  extending('cmdb_ci', 'cmdb_ci_hardware', 'Hardware'),
  extending('cmdb_ci_hardware', 'cmdb_ci_computer', 'Computer', [
    text('os', 'Operating System', 80),
    text('os_version', 'OS Version', 40),
    integer('cpu_count', 'CPU count'),
    text('cpu_type', 'CPU type', 40),
    integer('ram', 'RAM (MB)'),
  ]),
  extending('cmdb_ci_computer', 'cmdb_ci_server', 'Server', [
    text('host_name', 'Host name', 255),
    text('classification', 'Classification', 40),
    flag('virtual', 'Is Virtual'),
  ]),
  extending('cmdb_ci_server', 'cmdb_ci_linux_server', 'Linux Server'),
  extending('cmdb_ci_server', 'cmdb_ci_win_server', 'Windows Server'),
  {
    name: 'cmdb_rel_type',
    label: 'CI Relationship Type',
    display: 'name',
    fields: [
      text('name', 'Name', 100),
      text('parent_descriptor', 'Parent descriptor', 40),
      text('child_descriptor', 'Child descriptor', 40),
    ],
  },
  {
    name: 'cmdb_rel_ci',
    label: 'CI Relationship',
    fields: [
      ref('parent', 'Parent', 'cmdb_ci'),
      ref('child', 'Child', 'cmdb_ci'),
      ref('type', 'Type', 'cmdb_rel_type'),
    ],
  },
]

function extending(
  parent: string,
  name: string,
  label: string,
  fields: TableDefinition['fields'] = [],
): TableDefinition {
  return { name, label, extends: parent, fields }
}

import { choice, flag, integer, ref, text, typed, type TableDefinition } from '../store/schema.ts'
import { CMDB_TABLES } from './cmdb-tables.ts'
import { FILE_TABLES } from './file-tables.ts'
import { PEOPLE_TABLES } from './people-tables.ts'

/** The tables that describe the instance and its people, parents before children. */
export const SYSTEM_TABLES: readonly TableDefinition[] = [
  {
    name: 'sys_db_object',
    label: 'Tables',
    display: 'label',
    fields: [
      text('name', 'Name', 80),
      text('label', 'Label', 80),
      ref('super_class', 'Extends table', 'sys_db_object'),
      flag('is_extendable', 'Extensible'),
      text('access', 'Accessible from', 40, { initial: 'public' }),
      ref('number_ref', 'Auto number', 'sys_number'),
      text('sys_name', 'Display name', 255),
      text('sys_class_name', 'Class', 80, { initial: 'sys_db_object' }),
      text('sys_scope', 'Application', 32, { initial: 'global' }),
    ],
  },
  {
    name: 'sys_dictionary',
    label: 'Dictionary Entry',
    display: 'element',
    fields: [
      text('name', 'Table', 80),
      text('element', 'Column name', 80),
      text('column_label', 'Column label', 80),
      ref('internal_type', 'Type', 'sys_glide_object'),
      ref('reference', 'Reference', 'sys_db_object'),
      integer('max_length', 'Max length'),
      integer('choice', 'Choice'),
      flag('mandatory', 'Mandatory'),
      flag('read_only', 'Read only'),
      flag('active', 'Active', 'true'),
      text('default_value', 'Default value', 255),
      text('dependent_on_field', 'Dependent on field', 80),
    ],
  },
  {
    name: 'sys_glide_object',
    label: 'Field class',
    display: 'name',
    fields: [text('name', 'Name', 80), text('label', 'Label', 80)],
  },
  {
    name: 'sys_choice',
    label: 'Choice',
    display: 'label',
    fields: [
      text('name', 'Table', 80),
      text('element', 'Element', 80),
      text('value', 'Value', 255),
      text('label', 'Label', 255),
      text('language', 'Language', 40, { initial: 'en' }),
      integer('sequence', 'Sequence', { initial: '0' }),
      flag('inactive', 'Inactive'),
      text('dependent_value', 'Dependent value', 100),
      text('hint', 'Hint', 255),
    ],
  },
  {
    name: 'sys_properties',
    label: 'System Property',
    display: 'name',
    fields: [
      text('name', 'Name', 100),
      text('value', 'Value', 4000),
      text('description', 'Description', 1000),
      text('type', 'Type', 40, { initial: 'string' }),
    ],
  },
  {
    name: 'sys_journal_field',
    label: 'Journal Entry',
    fields: [
      text('name', 'Name', 80),
      text('element', 'Element', 80),
      text('element_id', 'Element ID', 32),
      text('value', 'Value', 4000),
    ],
  },
  {
    name: 'sys_audit',
    label: 'Sys Audit',
    fields: [
      text('tablename', 'Table name', 80),
      text('documentkey', 'Document key', 32),
      text('fieldname', 'Field name', 80),
      text('oldvalue', 'Old value', 4000),
      text('newvalue', 'New value', 4000),
    ],
  },
  ...PEOPLE_TABLES,
  {
    name: 'sys_scope',
    label: 'Application',
    display: 'name',
    fields: [
      text('name', 'Name', 100),
      text('scope', 'Scope', 32),
      text('version', 'Version', 40),
      text('sys_class_name', 'Class', 80, { initial: 'sys_scope' }),
    ],
  },
  { name: 'chg_model', label: 'Change Model', fields: [text('name', 'Name', 100)] },
  {
    name: 'std_change_producer_version',
    label: 'Standard Change Template Version',
    fields: [text('name', 'Name', 255), flag('active', 'Active', 'true')],
  },
  { name: 'core_company', label: 'Company', fields: [text('name', 'Name', 80)] },
  { name: 'cmn_location', label: 'Location', fields: [text('name', 'Name', 100)] },
  ...CMDB_TABLES,
  {
    name: 'dl_matcher',
    label: 'Data Lookup Matcher Rules',
    fields: [flag('active', 'Active', 'true'), integer('order', 'Order', { initial: '100' })],
  },
  ...lookup('dl_u_priority', 'Priority Data Lookup'),
  ...lookup('dl_problem_priority', 'Problem Priority Data Lookup'),
  {
    name: 'oauth_entity',
    label: 'Application Registry',
    display: 'name',
    fields: [
      text('name', 'Name', 100),
      text('client_id', 'Client ID', 255),
      typed('client_secret', 'Client Secret', 'password2', 255),
      text('redirect_url', 'Redirect URL', 4000),
      text('logo_url', 'Logo URL', 1024),
      integer('refresh_token_lifespan', 'Refresh Token Lifespan', { initial: '8640000' }),
      integer('access_token_lifespan', 'Access Token Lifespan', { initial: '1800' }),
      flag('public_client', 'Public client'),
      flag('active', 'Active', 'true'),
      // New clients of recent releases are "Securely scoped" and may not call the Table API.
      choice('scope_restriction', 'Scope restriction', { initial: 'broadly_scoped' }),
      ref('user', 'OAuth Application User', 'sys_user'),
      text('comments', 'Comments', 1000),
    ],
  },
  {
    name: 'sys_security_acl',
    label: 'Access Control',
    display: 'name',
    fields: [
      text('name', 'Name', 161),
      text('operation', 'Operation', 40),
      // A real instance keeps them in a table of their own; a comma-separated list says the same.
      text('roles', 'Requires role', 255),
      flag('active', 'Active', 'true'),
    ],
  },
  ...FILE_TABLES,
]

function lookup(name: string, label: string): readonly TableDefinition[] {
  return [
    {
      name,
      label,
      extends: 'dl_matcher',
      fields: [
        integer('impact', 'Impact'),
        integer('urgency', 'Urgency'),
        integer('priority', 'Priority'),
      ],
    },
  ]
}

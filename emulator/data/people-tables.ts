import { choice, flag, ref, text, time, typed, type TableDefinition } from '../store/schema.ts'

/** Users, groups, roles, and what users log in with. */
export const PEOPLE_TABLES: readonly TableDefinition[] = [
  {
    name: 'sys_user',
    label: 'User',
    display: 'name',
    fields: [
      text('user_name', 'User ID', 40),
      text('name', 'Name', 151),
      text('first_name', 'First name', 50),
      text('last_name', 'Last name', 50),
      text('email', 'Email', 100),
      text('title', 'Title', 60),
      flag('active', 'Active', 'true'),
      text('time_zone', 'Time zone', 40),
      text('date_format', 'Date format', 40),
      text('time_format', 'Time format', 40),
      typed('user_password', 'Password', 'password2', 255),
      // What sys_user_has_role says of this user, in one place.
      text('roles', 'Roles', 255),
      flag('web_service_access_only', 'Web service access only'),
      ref('company', 'Company', 'core_company'),
      ref('location', 'Location', 'cmn_location'),
      text('sys_class_name', 'Class', 80, { initial: 'sys_user' }),
    ],
  },
  {
    name: 'sys_user_group',
    label: 'Group',
    display: 'name',
    fields: [
      text('name', 'Name', 80),
      text('description', 'Description', 1000),
      flag('active', 'Active', 'true'),
      ref('manager', 'Manager', 'sys_user'),
      text('email', 'Group email', 100),
    ],
  },
  {
    name: 'sys_user_grmember',
    label: 'Group Member',
    fields: [ref('group', 'Group', 'sys_user_group'), ref('user', 'User', 'sys_user')],
  },
  {
    name: 'sys_user_role',
    label: 'Role',
    display: 'name',
    fields: [text('name', 'Name', 100), text('description', 'Description', 1000)],
  },
  {
    name: 'sys_user_has_role',
    label: 'User Role',
    fields: [
      ref('user', 'User', 'sys_user'),
      ref('role', 'Role', 'sys_user_role'),
      choice('state', 'State', { initial: 'active' }),
      flag('inherited', 'Inherited'),
    ],
  },
  {
    name: 'sys_user_preference',
    label: 'User Preference',
    display: 'name',
    fields: [
      text('name', 'Name', 100),
      text('value', 'Value', 4000),
      text('description', 'Description', 1000),
      text('type', 'Type', 40, { initial: 'string' }),
      ref('user', 'User', 'sys_user'),
      flag('system', 'System'),
    ],
  },
  {
    name: 'api_key',
    label: 'REST API Key',
    display: 'name',
    fields: [
      text('name', 'Name', 100),
      ref('user', 'User', 'sys_user'),
      typed('token', 'Token', 'password2', 255),
      flag('active', 'Active', 'true'),
      time('expires', 'Expiry'),
    ],
  },
]

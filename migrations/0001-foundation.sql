-- The whole model of Lockstep: what we keep, how it is connected, what remains to be looked at.

create table installation (
  id uuid primary key default gen_random_uuid(),
  one boolean not null default true unique check (one),
  -- Where this database runs: a start in another place means that it is a copy or was moved.
  place text,
  -- Set when the database is known to be older than the instance's tickets; only a person clears it.
  creating_stopped text,
  sealing_key_id text,
  created_at timestamptz not null default now()
);

create table setting (
  name text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

create table instance (
  id bigint generated always as identity primary key,
  -- Normalised origin, such as https://example.service-now.com
  origin text not null unique,
  creating_stopped text,
  created_at timestamptz not null default now()
);

create table integration (
  id bigint generated always as identity primary key,
  instance_id bigint not null references instance,
  name text not null,
  client_id text not null,
  client_secret_sealed text not null,
  access_token_sealed text,
  refresh_token_sealed text,
  access_expires_at timestamptz,
  refresh_expires_at timestamptz,
  token_version int not null default 0,
  refresh_lease_until timestamptz,
  refresh_fence bigint not null default 0,
  state text not null default 'new' check (state in ('new', 'connected', 'login_again', 'removed')),
  state_reason text,
  connected_user text,
  connected_at timestamptz,
  poll_seconds int not null default 10 check (poll_seconds between 1 and 86400),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index integration_name on integration (name) where state <> 'removed';
create index integration_instance on integration (instance_id);

create table oauth_login (
  -- SHA-256 of the state, so that a copy of this table can't finish a log-in.
  state_hash text primary key,
  session_id text not null,
  integration_id bigint not null references integration,
  verifier_sealed text not null,
  redirect_uri text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table asset (
  id bigint generated always as identity primary key,
  name text not null,
  description text not null default '',
  business_impact text not null default 'MEDIUM' check (business_impact in ('LOW', 'MEDIUM', 'HIGH')),
  url text not null default '',
  repository_url text not null default '',
  tags text[] not null default '{}',
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index asset_name on asset (lower(name)) where archived_at is null;

create table policy (
  id bigint generated always as identity primary key,
  -- null: for every asset that has none of its own.
  asset_id bigint references asset,
  send boolean not null default true,
  send_severities text[] not null default '{LOW,MEDIUM,HIGH,CRITICAL}',
  create_as_identified boolean not null default true,
  updated_at timestamptz not null default now(),
  unique nulls not distinct (asset_id)
);
insert into policy default values;

create table import (
  id bigint generated always as identity primary key,
  asset_id bigint not null references asset,
  tool text not null default '',
  format text not null default '',
  file_name text not null default '',
  scope text not null default '',
  size_bytes bigint not null default 0,
  state text not null default 'reading' check (state in ('reading', 'applying', 'applied', 'failed')),
  -- Results read so far, out of how many: null while unknown.
  read_count int not null default 0,
  new_count int not null default 0,
  again_count int not null default 0,
  reopened_count int not null default 0,
  fixed_count int not null default 0,
  skipped_count int not null default 0,
  skipped jsonb not null default '[]',
  error text,
  actor jsonb not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index import_asset on import (asset_id, id desc);

create unlogged table import_staging (
  import_id bigint not null,
  ordinal int not null,
  fingerprint text not null,
  finding jsonb not null,
  primary key (import_id, ordinal)
);

create table vulnerability (
  id bigint generated always as identity primary key,
  asset_id bigint not null references asset,
  ticket_key uuid not null unique default gen_random_uuid(),
  title text not null,
  description text not null default '',
  solution text not null default '',
  reference text not null default '',
  category text not null default '',
  type text not null,
  severity text not null check (severity in ('NOTIFICATION', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
  status text not null check (status in ('CREATED', 'DRAFT', 'IDENTIFIED', 'IN_PROGRESS', 'AWAITING_VALIDATION',
    'FIX_ACCEPTED', 'RISK_ACCEPTED', 'FALSE_POSITIVE', 'SUPPRESSED')),
  status_reason text not null default '',
  status_actor jsonb not null default '{"kind":"lockstep"}',
  status_changed_at timestamptz not null default now(),
  risk_accepted_until date,
  fingerprint text not null,
  tool_id text not null default '',
  scan_source text not null default '',
  evidence jsonb not null default '{}',
  -- Why there is no ticket in step, or that there is one.
  sending text not null default 'none' check (sending in ('none', 'sent', 'held', 'excluded', 'unsure', 'refused')),
  sending_reason text not null default '',
  -- A person asked for a ticket: the policy and a held question do not matter.
  sent_by_hand boolean not null default false,
  held boolean not null default false,
  -- The generation the next ticket gets; a person's wish for a follow-up raises it.
  generation int not null default 1,
  archived_at timestamptz,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (asset_id, fingerprint)
);
create index vulnerability_status on vulnerability (status, id desc) where archived_at is null;
create index vulnerability_severity on vulnerability (severity, id desc) where archived_at is null;
create index vulnerability_asset on vulnerability (asset_id, status, id desc) where archived_at is null;
create index vulnerability_updated on vulnerability (updated_at desc, id desc) where archived_at is null;
create index vulnerability_sending on vulnerability (sending, id) where sending in ('held', 'unsure', 'refused');
create extension if not exists pg_trgm;
create index vulnerability_title on vulnerability using gin (title gin_trgm_ops);

create table finding (
  id bigint generated always as identity primary key,
  vulnerability_id bigint not null references vulnerability,
  tool text not null,
  rule text not null,
  fingerprint text not null,
  scope text not null default '',
  evidence jsonb not null default '{}',
  import_id bigint references import,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  unique (vulnerability_id, tool, fingerprint, scope)
);

create table history (
  id bigint generated always as identity primary key,
  vulnerability_id bigint not null references vulnerability,
  at timestamptz not null default now(),
  actor jsonb not null,
  -- created, status, edited, ticket, note, conflict, archived
  kind text not null,
  message text not null,
  details jsonb not null default '{}'
);
create index history_vulnerability on history (vulnerability_id, id desc);

create table mapping (
  id bigint generated always as identity primary key,
  content jsonb not null,
  created_at timestamptz not null default now()
);

create table pairing (
  id bigint generated always as identity primary key,
  integration_id bigint not null references integration,
  asset_id bigint not null references asset,
  table_name text not null,
  table_label text not null,
  mapping_id bigint not null references mapping,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index pairing_asset on pairing (asset_id) where removed_at is null;
create index pairing_integration on pairing (integration_id) where removed_at is null;

create table ticket (
  id bigint generated always as identity primary key,
  vulnerability_id bigint not null references vulnerability,
  instance_id bigint not null references instance,
  table_name text not null,
  table_label text not null,
  sys_id text not null check (sys_id ~ '^[0-9a-f]{32}$'),
  number text not null,
  generation int not null,
  is_current boolean not null default true,
  condition text not null default 'living' check (condition in ('living', 'gone')),
  condition_reason text not null default '',
  mapping_id bigint not null references mapping,
  agreed_status text not null,
  agreed_state text not null,
  sent_fields jsonb not null default '{}',
  -- A move that was sent and not yet answered: finding it done must not look like a person's.
  under_way jsonb,
  reading jsonb,
  reading_mod_count int,
  reading_at timestamptz,
  written_mod_count int not null default -1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (instance_id, sys_id),
  unique (vulnerability_id, generation)
);
create unique index ticket_current on ticket (vulnerability_id) where is_current;
create index ticket_number on ticket (number);
create index ticket_table on ticket (instance_id, table_name, sys_id) where is_current and condition = 'living';

create table attempt (
  id bigint generated always as identity primary key,
  vulnerability_id bigint not null references vulnerability,
  instance_id bigint not null references instance,
  table_name text not null,
  generation int not null,
  sys_id text not null check (sys_id ~ '^[0-9a-f]{32}$'),
  correlation_id text not null,
  mapping_id bigint not null references mapping,
  sent_at timestamptz not null default now(),
  -- Nothing is posted under this attempt from here on, whoever holds it.
  deadline timestamptz not null,
  outcome text not null default 'open' check (outcome in ('open', 'unknown', 'created', 'refused', 'abandoned')),
  outcome_at timestamptz,
  outcome_reason text not null default ''
);
create unique index attempt_unsettled on attempt (vulnerability_id, generation) where outcome in ('open', 'unknown');
create index attempt_vulnerability on attempt (vulnerability_id, id desc);

-- What looks remember, so that nothing is said or asked twice.
create table memory (
  vulnerability_id bigint primary key references vulnerability,
  -- Markers of work notes written and of lines said once.
  said text[] not null default '{}',
  -- [{wish, words}]: what the instance said no to; not repeated until the wish changes.
  refusals jsonb not null default '[]',
  -- [{sysId, number}]: other records with our correlation id.
  copies jsonb not null default '[]'
);

create table mark (
  vulnerability_id bigint primary key references vulnerability,
  revision bigint not null default 1,
  looked_revision bigint not null default 0,
  due_at timestamptz not null default now(),
  -- 0: somebody waits for it; 1: backfill.
  priority smallint not null default 0,
  -- Which instance it will need: a dead one must not hold up others. 0: none.
  lane_key bigint not null default 0,
  lease_until timestamptz,
  fence bigint not null default 0,
  tries int not null default 0
);
create index mark_due on mark (lane_key, priority, due_at) where looked_revision < revision;

-- The instance that a look at this vulnerability will speak to; 0 where there is none.
create function lane_of(vulnerability bigint) returns bigint language sql stable as $$
  select coalesce((
    select i.instance_id
    from vulnerability v
    join pairing p on p.asset_id = v.asset_id and p.removed_at is null
    join integration i on i.id = p.integration_id
    where v.id = vulnerability), 0)
$$;

create table inbound_cursor (
  integration_id bigint not null references integration,
  table_name text not null,
  -- `YYYY-MM-DD HH:MM:SS`, UTC by the instance's clock; rows older than this were read.
  watermark text not null,
  polled_at timestamptz,
  -- When the whole overlap was last read again.
  deep_at timestamptz,
  swept_at timestamptz,
  lease_until timestamptz,
  primary key (integration_id, table_name)
);

create table delivery (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  level text not null check (level in ('INFO', 'WARN', 'ERROR')),
  message text not null,
  -- Not jsonb: people read it in the order it was written.
  details json not null default '{}',
  integration_id bigint references integration,
  vulnerability_id bigint references vulnerability
);
create index delivery_integration on delivery (integration_id, id desc);
create index delivery_vulnerability on delivery (vulnerability_id, id desc);
create index delivery_at on delivery (at);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor jsonb not null,
  action text not null,
  subject text not null,
  details jsonb not null default '{}'
);
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows are never changed';
end $$;
create trigger audit_append_only before update or delete on audit for each row execute function refuse_change();

create table bulk_job (
  id bigint generated always as identity primary key,
  kind text not null,
  actor jsonb not null,
  request jsonb not null,
  total int not null default 0,
  done int not null default 0,
  failed int not null default 0,
  failures jsonb not null default '[]',
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  created_at timestamptz not null default now(),
  finished_at timestamptz
);

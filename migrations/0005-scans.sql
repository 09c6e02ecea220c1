-- A scan speaks of a scope, so that what it no longer finds is Fixed; an import that opens many
-- tickets asks first; the names of one advisory lead to one vulnerability.

alter table import
  -- Null: it only adds. Empty: the whole asset. Else a branch, a path, or what people call it.
  alter column scope drop not null,
  alter column scope drop default,
  -- Everything is done, and rolled back: a rehearsal is in no list.
  add column dry_run boolean not null default false,
  drop constraint import_state_check,
  add constraint import_state_check
    check (state in ('reading', 'applying', 'applied', 'rehearsed', 'failed')),
  add column files jsonb not null default '[]',
  -- Why what was no longer found was left open.
  add column closed_nothing_because text,
  add column opens_tickets jsonb not null default '{"CRITICAL": 0, "HIGH": 0, "MEDIUM": 0, "LOW": 0}',
  -- {asked, limit, counts}: more tickets than the policy lets go out unasked.
  add column question jsonb;
update import set scope = null;

alter table finding
  -- Since when a scan of its tool and scope no longer finds it, or its source says so.
  add column gone_at timestamptz,
  add column suppressed boolean not null default false;
update finding f set suppressed = true
from vulnerability v where v.id = f.vulnerability_id and v.status = 'SUPPRESSED';

-- Which import's question a held one waits for; null: it was there before its asset was paired.
alter table vulnerability add column held_import_id bigint references import;
create index vulnerability_held on vulnerability (held_import_id) where held_import_id is not null;

-- The first vulnerability of an asset that was known by an id keeps it: tickets are never merged.
create table alias (
  asset_id bigint not null,
  package text not null,
  advisory text not null,
  vulnerability_id bigint not null references vulnerability,
  primary key (asset_id, package, advisory)
);

alter table import_staging
  add column tool text not null default '',
  add column suppressed boolean not null default false,
  -- Its source says that it is there no more: it makes nothing.
  add column gone boolean not null default false,
  add column package text,
  add column advisories text[];

-- Which vulnerability each staged finding belongs to, known or made by this import.
create unlogged table import_target (
  import_id bigint not null,
  ordinal int not null,
  vulnerability_id bigint not null,
  is_new boolean not null,
  -- It is the one that the new vulnerability is made of.
  leads boolean not null,
  primary key (import_id, ordinal)
);

-- Staged findings in their places.
create view placed as
  select t.import_id, t.ordinal, t.vulnerability_id, t.is_new, t.leads, s.fingerprint, s.tool,
    s.suppressed, s.gone, s.package, s.advisories, s.finding
  from import_target t
  join import_staging s on s.import_id = t.import_id and s.ordinal = t.ordinal;

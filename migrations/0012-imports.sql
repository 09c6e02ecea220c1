-- What an import pays for: what a tool says as before is only touched, what is staged has columns
-- of its own, and that vulnerabilities and assets exist is checked once a statement.

-- How often its words or evidence have changed, whoever changed them.
alter table vulnerability add column wording int not null default 0;
create function count_wording() returns trigger language plpgsql as $$
begin
  new.wording = old.wording + 1;
  return new;
end $$;
create trigger count_wording
  before update of title, description, solution, reference, category, severity, evidence
  on vulnerability for each row
  when ((old.title, old.description, old.solution, old.reference, old.category, old.severity, old.evidence)
    is distinct from
    (new.title, new.description, new.solution, new.reference, new.category, new.severity, new.evidence))
  execute function count_wording();

alter table finding
  -- Stands for all that its tool says of it; null where nobody knows.
  add column content uuid,
  -- The vulnerability's wording when that said the same as this, its first source; else null.
  add column wording int;

-- Columns, since one jsonb value for each finding was made only to be taken apart again.
drop view placed;
drop table import_staging;
create unlogged table import_staging (
  import_id bigint not null,
  ordinal int not null,
  fingerprint text not null,
  tool text not null,
  suppressed boolean not null,
  -- Its source says that it is there no more: it makes nothing.
  gone boolean not null,
  package text,
  advisories text[],
  line int not null,
  col int not null,
  content uuid,
  -- Its tool has said the same before: all below is left out, but for the hash of the description.
  unchanged boolean not null,
  description_hash text,
  rule text,
  title text,
  description text,
  solution text,
  reference text,
  category text,
  type text,
  severity text,
  tool_id text,
  ticket_key uuid,
  is_verdict boolean,
  evidence jsonb,
  primary key (import_id, ordinal),
  check (unchanged or (rule, title, description, solution, reference, category, type, severity,
    tool_id, is_verdict, evidence) is not null)
);

-- The wording of a known vulnerability whose first source the finding is; null for all others.
alter table import_target add column wording int;

create view placed as
  select t.import_id, t.ordinal, t.vulnerability_id, t.is_new, t.leads, t.wording, s.fingerprint,
    s.tool, s.suppressed, s.gone, s.package, s.advisories, s.content, s.unchanged, s.rule, s.title,
    s.description, s.solution, s.reference, s.category, s.type, s.severity, s.tool_id, s.ticket_key,
    s.is_verdict, s.evidence
  from import_target t
  join import_staging s on s.import_id = t.import_id and s.ordinal = t.ordinal;

-- The checks of foreign keys, row by row, were a third of what an import of a hundred thousand cost.
-- These see the same: what is written, by whomever, and what is taken away from under it.
alter table finding drop constraint finding_vulnerability_id_fkey;
alter table history drop constraint history_vulnerability_id_fkey;
alter table mark drop constraint mark_vulnerability_id_fkey;
alter table alias drop constraint alias_vulnerability_id_fkey;
alter table vulnerability drop constraint vulnerability_asset_id_fkey;

-- By its index: a plan that was made while the table was empty would read all of it for each row.
create function check_vulnerabilities() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  -- Held, as a foreign key would: none can be deleted before this transaction ends. One query, since
  -- a look writes single rows: three took it five times as long as a foreign key does.
  if exists (
    select from written w where not exists (
      select from vulnerability v where v.id = w.vulnerability_id for key share)
  ) then
    raise foreign_key_violation
      using message = format('a row of %s names a vulnerability that does not exist', tg_table_name);
  end if;
  return null;
end $$;
create trigger check_vulnerabilities after insert on finding
  referencing new table as written for each statement execute function check_vulnerabilities();
create trigger check_vulnerabilities after insert on history
  referencing new table as written for each statement execute function check_vulnerabilities();
create trigger check_vulnerabilities after insert on mark
  referencing new table as written for each statement execute function check_vulnerabilities();
create trigger check_vulnerabilities after insert on alias
  referencing new table as written for each statement execute function check_vulnerabilities();

-- Nothing moves a row to another vulnerability; whoever does it by hand is checked one by one.
create function check_vulnerability() returns trigger language plpgsql as $$
begin
  perform from vulnerability where id = new.vulnerability_id for key share;
  if not found then
    raise foreign_key_violation
      using message = format('a row of %s names a vulnerability that does not exist', tg_table_name);
  end if;
  return null;
end $$;
create trigger check_vulnerability after update of vulnerability_id on finding for each row
  when (old.vulnerability_id <> new.vulnerability_id) execute function check_vulnerability();
create trigger check_vulnerability after update of vulnerability_id on history for each row
  when (old.vulnerability_id <> new.vulnerability_id) execute function check_vulnerability();
create trigger check_vulnerability after update of vulnerability_id on mark for each row
  when (old.vulnerability_id <> new.vulnerability_id) execute function check_vulnerability();
create trigger check_vulnerability after update of vulnerability_id on alias for each row
  when (old.vulnerability_id <> new.vulnerability_id) execute function check_vulnerability();

create function keep_vulnerability() returns trigger language plpgsql as $$
begin
  if exists (select from history where vulnerability_id = old.id)
    or exists (select from finding where vulnerability_id = old.id)
    or exists (select from mark where vulnerability_id = old.id)
    or exists (select from alias where vulnerability_id = old.id) then
    raise foreign_key_violation using message = 'a vulnerability that has a history is kept';
  end if;
  return null;
end $$;
create trigger keep_vulnerability after delete on vulnerability for each row
  execute function keep_vulnerability();
create trigger keep_vulnerability_id after update of id on vulnerability for each row
  when (old.id <> new.id) execute function keep_vulnerability();

create function check_assets() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if exists (
    select from (select distinct asset_id from written) w where not exists (
      select from asset a where a.id = w.asset_id for key share)
  ) then
    raise foreign_key_violation using message = 'a vulnerability names an asset that does not exist';
  end if;
  return null;
end $$;
create trigger check_assets after insert on vulnerability
  referencing new table as written for each statement execute function check_assets();
create function check_asset() returns trigger language plpgsql as $$
begin
  perform from asset where id = new.asset_id for key share;
  if not found then
    raise foreign_key_violation using message = 'a vulnerability names an asset that does not exist';
  end if;
  return null;
end $$;
create trigger check_asset after update of asset_id on vulnerability for each row
  when (old.asset_id <> new.asset_id) execute function check_asset();
create function keep_asset() returns trigger language plpgsql as $$
begin
  if exists (select from vulnerability where asset_id = old.id) then
    raise foreign_key_violation using message = 'an asset that has vulnerabilities is kept';
  end if;
  return null;
end $$;
create trigger keep_asset after delete on asset for each row execute function keep_asset();
create trigger keep_asset_id after update of id on asset for each row
  when (old.id <> new.id) execute function keep_asset();

-- A foreign key takes the tables along, or refuses.
create function refuse_truncate() returns trigger language plpgsql as $$
begin
  raise foreign_key_violation
    using message = format('%s is not emptied: others lead to what it holds', tg_table_name);
end $$;
create trigger refuse_truncate before truncate on vulnerability for each statement
  execute function refuse_truncate();
create trigger refuse_truncate before truncate on asset for each statement
  execute function refuse_truncate();

-- Lists and numbers at a million rows: what is counted is kept counted, one number stands for all
-- that lists filter by, and a search reads each title once.

create function sending_rank(sending text) returns int
  language sql immutable parallel safe
  return case sending when 'none' then 0 when 'sent' then 1 when 'held' then 2
    when 'excluded' then 3 when 'unsure' then 4 else 5 end;
create function type_rank(type text) returns int
  language sql immutable parallel safe
  return case type when 'SAST' then 0 when 'DAST' then 1 when 'SCA' then 2 when 'SECRET' then 3
    when 'IAC' then 4 when 'CONTAINER' then 5 when 'NETWORK' then 6 when 'WEB' then 7
    when 'SOURCE_CODE' then 8 else 99 end;

-- A finding says when it was last seen: to say it here as well, each import of what was there wrote
-- every row anew, in every index. The room lets a finding's own change stay on its page.
alter table vulnerability drop column last_seen_at;
alter table finding set (fillfactor = 60);

-- In decimal digits: archived, status, severity, sending, type (two). vulnerability/facet.ts reads it.
alter table vulnerability add column facet int not null generated always as (
  case when archived_at is null then 0 else 100000 end + status_rank(status) * 10000
    + severity_rank(severity) * 1000 + sending_rank(sending) * 100 + type_rank(type)) stored;

-- Nineteen indexes made an import slow, and most filters still read too much. Now a filter finds
-- its rows by facet, and a sort walks the index of its order; archived ones are in both.
drop index vulnerability_status, vulnerability_severity, vulnerability_by_type, vulnerability_groups,
  vulnerability_sending, vulnerability_archived, vulnerability_fixed, vulnerability_asset,
  vulnerability_title, vulnerability_by_severity, vulnerability_by_status, vulnerability_by_title,
  vulnerability_by_age, vulnerability_updated, vulnerability_reanalysis;
-- What these hold besides is for sorting what they find without reading the rows.
create index vulnerability_facet on vulnerability (facet, id) include (updated_at, created_at);
create index vulnerability_asset on vulnerability (asset_id, facet, id) include (updated_at, created_at);
create index vulnerability_due on vulnerability (risk_accepted_until) include (facet, id, updated_at, created_at)
  where status = 'RISK_ACCEPTED' and archived_at is null;
create index vulnerability_by_severity on vulnerability (severity_rank(severity), id);
create index vulnerability_by_status on vulnerability (status_rank(status), id);
create index vulnerability_by_title on vulnerability (title_key(title), id);
create index vulnerability_by_age on vulnerability (created_at, id);
create index vulnerability_by_update on vulnerability (updated_at, id);
create index ticket_gone on ticket (vulnerability_id) where is_current and condition = 'gone';

-- How many there are of each facet. True together with the changes that were not added up yet.
create table vulnerability_count (
  facet int primary key,
  count bigint not null
) with (fillfactor = 50);
-- The same for each asset, by the first three digits of the facet: archived, status, severity.
create table vulnerability_asset_count (
  asset_id bigint not null,
  standing int not null,
  count bigint not null,
  primary key (asset_id, standing)
) with (fillfactor = 70);
-- And by days in UTC: `identified` by when it was found, `fixed` by when it was, `due` by when an
-- accepted risk is to be looked at again. Archived ones are not in it.
create table vulnerability_day_count (
  kind text not null check (kind in ('identified', 'fixed', 'due')),
  day date not null,
  count bigint not null,
  primary key (kind, day)
) with (fillfactor = 70);

-- A row for what came and one for what went, in the transaction in which it did. They are only
-- ever added, so that nobody who writes waits for another; whoever adds a thousandth adds all up.
create table vulnerability_count_change (
  id bigint generated always as identity,
  facet int not null,
  asset_id bigint not null,
  created_on date not null,
  status_changed_on date not null,
  risk_accepted_until date,
  change bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_insert_threshold = -1);

-- The days that a vulnerability counts on.
create function counted_days(facet int, created_on date, status_changed_on date, risk_accepted_until date)
  returns table (kind text, day date) language sql immutable parallel safe
begin atomic
  select 'identified', created_on where facet between 20000 and 99999
  union all select 'fixed', status_changed_on where facet between 50000 and 59999
  union all select 'due', risk_accepted_until
    where facet between 60000 and 69999 and risk_accepted_until is not null;
end;

-- What is true now, for those who read.
create view vulnerability_count_now as
  select facet, count from vulnerability_count
  union all select facet, change from vulnerability_count_change;
create view vulnerability_asset_count_now as
  select asset_id, standing, count from vulnerability_asset_count
  union all select asset_id, facet / 1000, change from vulnerability_count_change;
create view vulnerability_day_count_now as
  select kind, day, count from vulnerability_day_count
  union all select d.kind, d.day, c.change from vulnerability_count_change c,
    lateral counted_days(c.facet, c.created_on, c.status_changed_on, c.risk_accepted_until) d;

-- Adds the changes up, if nobody else does: one statement, so that every reader sees each change
-- once, before or after.
create function add_up_counts() returns void language plpgsql as $$
begin
  if not pg_try_advisory_xact_lock(hashtextextended('add up counts', 0)) then return; end if;
  with taken as (
    delete from vulnerability_count_change returning *
  ), by_facet as (
    insert into vulnerability_count as c (facet, count)
    select facet, sum(change) from taken group by facet having sum(change) <> 0
    on conflict (facet) do update set count = c.count + excluded.count
  ), by_asset as (
    insert into vulnerability_asset_count as c (asset_id, standing, count)
    select asset_id, facet / 1000, sum(change) from taken group by 1, 2 having sum(change) <> 0
    on conflict (asset_id, standing) do update set count = c.count + excluded.count
  )
  insert into vulnerability_day_count as c (kind, day, count)
  select d.kind, d.day, sum(t.change) from taken t,
    lateral counted_days(t.facet, t.created_on, t.status_changed_on, t.risk_accepted_until) d
  group by 1, 2 having sum(t.change) <> 0
  on conflict (kind, day) do update set count = c.count + excluded.count;
end $$;

create function add_up_now_and_then() returns trigger language plpgsql as $$
begin
  perform add_up_counts();
  return null;
end $$;
create trigger add_up after insert on vulnerability_count_change
  for each row when (new.id % 1000 = 0) execute function add_up_now_and_then();

create function utc_day(at timestamptz) returns date language sql immutable parallel safe
  return (at at time zone 'utc')::date;

-- Each title once, as title_key has it: a search reads these instead of a million rows. One that no
-- vulnerability has any more does no harm, nor does one that two transactions added at once.
create table title (
  key text not null
);

-- Statement by statement: a hundred thousand rows of an import are a few changes.
create function count_added() returns trigger language plpgsql as $$
begin
  insert into vulnerability_count_change
    (facet, asset_id, created_on, status_changed_on, risk_accepted_until, change)
  -- Grouped by the moments themselves first: an import has one, and days cost more than groups.
  select facet, asset_id, utc_day(created_at), utc_day(status_changed_at), risk_accepted_until, sum(count)
  from (
    select facet, asset_id, created_at, status_changed_at, risk_accepted_until, count(*) as count
    from added group by 1, 2, 3, 4, 5
  ) a group by 1, 2, 3, 4, 5;
  insert into title (key)
  select key from (select distinct title_key(title) as key from (select distinct title from added) t) a
  where not exists (select from title t where t.key = a.key);
  return null;
end $$;

create function count_moved() returns trigger language plpgsql as $$
begin
  insert into vulnerability_count_change
    (facet, asset_id, created_on, status_changed_on, risk_accepted_until, change)
  values
    (old.facet, old.asset_id, utc_day(old.created_at), utc_day(old.status_changed_at),
      old.risk_accepted_until, -1),
    (new.facet, new.asset_id, utc_day(new.created_at), utc_day(new.status_changed_at),
      new.risk_accepted_until, 1);
  return null;
end $$;

create function count_removed() returns trigger language plpgsql as $$
begin
  insert into vulnerability_count_change
    (facet, asset_id, created_on, status_changed_on, risk_accepted_until, change)
  values (old.facet, old.asset_id, utc_day(old.created_at), utc_day(old.status_changed_at),
    old.risk_accepted_until, -1);
  return null;
end $$;

create function note_title() returns trigger language plpgsql as $$
begin
  insert into title (key) select title_key(new.title)
  where not exists (select from title t where t.key = title_key(new.title));
  return null;
end $$;

create trigger count_added after insert on vulnerability
  referencing new table as added for each statement execute function count_added();
create trigger count_moved after update on vulnerability for each row
  when (old.facet <> new.facet or old.asset_id <> new.asset_id
    or old.status_changed_at <> new.status_changed_at or old.created_at <> new.created_at
    or old.risk_accepted_until is distinct from new.risk_accepted_until)
  execute function count_moved();
create trigger count_removed after delete on vulnerability for each row execute function count_removed();
create trigger note_title after update on vulnerability for each row
  when (old.title <> new.title) execute function note_title();

-- Counts everything anew: here, and after a filling that left the triggers out.
create function count_anew() returns void language plpgsql as $$
begin
  lock table vulnerability in share row exclusive mode;
  delete from vulnerability_count_change;
  delete from vulnerability_count;
  delete from vulnerability_asset_count;
  delete from vulnerability_day_count;
  insert into vulnerability_count_change
    (facet, asset_id, created_on, status_changed_on, risk_accepted_until, change)
  select facet, asset_id, utc_day(created_at), utc_day(status_changed_at), risk_accepted_until, count(*)
  from vulnerability group by 1, 2, 3, 4, 5;
  perform add_up_counts();
  delete from title;
  insert into title (key) select distinct title_key(title) from vulnerability;
end $$;
select count_anew();
create index title_key on title (key);
create index title_words on title using gin (key gin_trgm_ops);

-- lane_of for many at once: one by one it was a third of what writing their marks cost.
create function lanes_of(keys bigint[]) returns table (key bigint, lane bigint)
  language sql stable
begin atomic
  select asked.key, coalesce(i.instance_id, 0)
  from (select distinct unnest(keys) as key) as asked
  left join vulnerability v on v.id = asked.key
  left join pairing p on p.asset_id = v.asset_id and p.removed_at is null
  left join integration i on i.id = p.integration_id;
end;

-- That a finding's import exists is checked once for all that one statement writes: the check of a
-- foreign key, row by row, was a third of what writing a hundred thousand of one import cost.
alter table finding drop constraint finding_import_id_fkey;
create function check_imports() returns trigger language plpgsql as $$
declare
  wanted bigint[] := array(select distinct import_id from written where import_id is not null);
begin
  -- Held, as a foreign key would: it can't be deleted before this transaction ends.
  perform from import where id = any(wanted) for key share;
  if (select count(*) from import where id = any(wanted)) <> cardinality(wanted) then
    raise foreign_key_violation using message = 'a finding names an import that does not exist';
  end if;
  return null;
end $$;
create trigger check_imports_of_new after insert on finding
  referencing new table as written for each statement execute function check_imports();
create trigger check_imports_of_changed after update on finding
  referencing new table as written for each statement execute function check_imports();
create function keep_import() returns trigger language plpgsql as $$
begin
  if exists (select from finding where import_id = old.id) then
    raise foreign_key_violation using message = 'an import that findings name is kept';
  end if;
  return old;
end $$;
create trigger keep_import before delete on import for each row execute function keep_import();

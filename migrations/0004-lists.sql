-- So that every list can be sorted, filtered and paged at a million rows without reading them all.

-- Severities and statuses sort by their meaning, not by their letters.
create function severity_rank(severity text) returns int
  language sql immutable parallel safe
  return case severity when 'NOTIFICATION' then 0 when 'LOW' then 1 when 'MEDIUM' then 2
    when 'HIGH' then 3 else 4 end;
create function status_rank(status text) returns int
  language sql immutable parallel safe
  return case status when 'CREATED' then 0 when 'DRAFT' then 1 when 'IDENTIFIED' then 2
    when 'IN_PROGRESS' then 3 when 'AWAITING_VALIDATION' then 4 when 'FIX_ACCEPTED' then 5
    when 'RISK_ACCEPTED' then 6 when 'FALSE_POSITIVE' then 7 else 8 end;
-- Cut, because an index entry has a greatest length; in bytes, so that a beginning can be found.
create function title_key(title text) returns text
  language sql immutable parallel safe
  return lower(left(title, 200)) collate "C";

create index vulnerability_by_severity on vulnerability (severity_rank(severity), id) where archived_at is null;
create index vulnerability_by_status on vulnerability (status_rank(status), id) where archived_at is null;
create index vulnerability_by_title on vulnerability (title_key(title), id) where archived_at is null;
create index vulnerability_by_age on vulnerability (created_at, id) where archived_at is null;
create index vulnerability_by_type on vulnerability (type, id desc) where archived_at is null;
-- The dashboard's counts, without reading the rows.
create index vulnerability_groups on vulnerability (status, severity, sending) where archived_at is null;
create index vulnerability_archived on vulnerability (id) where archived_at is not null;
create index vulnerability_reanalysis on vulnerability (risk_accepted_until) where status = 'RISK_ACCEPTED' and archived_at is null;
create index vulnerability_fixed on vulnerability (status_changed_at) where status = 'FIX_ACCEPTED';
create index delivery_level on delivery (level, id desc) where level <> 'INFO';

-- How many requests an instance bears at once, shared by all processes: a killed process's requests still run there.

create table instance_limit (
  -- Normalised origin, such as https://example.service-now.com
  instance_key text primary key,
  max int not null check (max between 1 and 64),
  width int not null check (width between 1 and max),
  paused_until timestamptz,
  reason text,
  failures int not null default 0 check (failures >= 0),
  calm int not null default 0 check (calm >= 0)
) with (fillfactor = 50);

-- One row per lane, made once: there can't be more requests in flight than rows, and taking one
-- updates a row of its own instead of queueing behind a counter. The spare room keeps updates in place.
create table lane (
  instance_key text not null references instance_limit,
  slot int not null check (slot >= 1),
  lease_until timestamptz not null default '-infinity',
  fence bigint not null default 0,
  primary key (instance_key, slot)
) with (fillfactor = 50);

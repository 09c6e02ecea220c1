-- What an operator asks for: which request a delivery came of, since when a change waits, what was warned of.

alter table mark
  -- Of the changes not looked at yet; the first few, where many ask for one look.
  add column request_ids text[] not null default '{}',
  -- When the oldest of them was made.
  add column asked_at timestamptz not null default now();

alter table delivery add column request_ids text[] not null default '{}';

alter table bulk_job add column request_ids text[] not null default '{}';

alter table integration
  -- How long ServiceNow lets a refresh token live; it does not say so itself.
  add column login_days int not null default 100 check (login_days between 1 and 3650),
  -- The last threshold that was warned of; null since the last log-in.
  add column warned_days int;

-- Set, and renewed by its process, while an import waits for others to be read.
alter table import add column waiting_at timestamptz;

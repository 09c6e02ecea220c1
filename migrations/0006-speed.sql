-- What keeps an instance's lanes busy without a pause, and rows where they are when they change.

-- Somebody waits for a lane: who, how urgently (0 goes first), and when they last asked. Lanes go
-- from request to request within a process; this is how another one gets its turn.
alter table instance_limit
  add column wanted_by uuid,
  add column wanted_rank int,
  add column wanted_at timestamptz;

-- Room in each page for the next version of a row, which then needs no new entries in indexes.
alter table mark set (fillfactor = 70);
alter table ticket set (fillfactor = 80);

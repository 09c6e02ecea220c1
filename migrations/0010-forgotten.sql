-- When somebody said last that the database was moved or put back from a backup. Before the first
-- ticket of a vulnerability since then is made on a table, one that was forgotten is looked for there.
alter table installation add column recovered_at timestamptz;

-- When the last poll that came to its end had begun. Nothing is created on a table before one has
-- ended since this process began: it would show tickets that a restored database knows nothing of.
alter table inbound_cursor add column heard_at timestamptz;

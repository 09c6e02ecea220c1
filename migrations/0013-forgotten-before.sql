-- What a backup forgot is known of once somebody has said "recover": no edit of such a ticket stops all creating anew.
alter table instance
  -- `YYYY-MM-DD HH:MM:SS` by the instance's clock: when it was first heard since then.
  add column forgotten_before text,
  -- By ours, so that each recovery is noted once.
  add column forgotten_noted_at timestamptz;

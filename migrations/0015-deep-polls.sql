-- Where the deep poll before the last one began, by the instance's clock: the next one begins a while
-- before that, however far the clock was moved meanwhile.
alter table inbound_cursor add column deep_from text not null default '';

-- An import of what was there asks for these of its asset, and there are few.
create index finding_hushed on finding (vulnerability_id) where suppressed and gone_at is null;

-- An import of what was there changes every finding of a page at once: half of it is room for that.
alter table finding set (fillfactor = 50);

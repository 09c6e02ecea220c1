-- Fewer indexes to pay for by each import, status and ticket, and a search that reads no vulnerability.

-- Each severity and status is a few hundred facets at most: their rows come in order by merging them.
drop index vulnerability_by_severity, vulnerability_by_status;

-- A column of its own, since an index of an expression never spares reading the row. What the index
-- holds besides is what a search filters and sorts by.
drop index vulnerability_by_title;
alter table vulnerability
  add column title_key text collate "C" not null generated always as (title_key(title)) stored;
create index vulnerability_by_title on vulnerability (title_key, id) include (facet, updated_at, created_at);

-- Titles are walked in the order that vulnerabilities are sorted in, whatever the database's language.
alter table title alter column key type text collate "C";

-- Written anew, it would not be read from its indexes alone until a vacuum has seen it.
-- afterwards: vacuum (analyze) vulnerability

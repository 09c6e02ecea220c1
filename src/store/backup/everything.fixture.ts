/** One row and more in every table of a backup, with values that a copy could spoil. */
export const EVERYTHING = `
  insert into installation (sealing_key_id, created_at)
    values ('0badc0de', '2026-01-02 03:04:05.678901+00') on conflict do nothing;
  insert into setting (name, value) values ('ticket_prefix', '"[ÄÖ\\"\\\\]"');
  insert into instance (origin, creating_stopped) values
    ('https://acme.service-now.com', null), ('https://old.service-now.com', 'it knows INC1');
  insert into "user" (id, name, email, role) values ('u1', 'Ada 𝄞', 'ada@example.com', 'ADMIN');
  insert into account (id, "accountId", "providerId", "userId", password)
    values ('a1', 'u1', 'credential', 'u1', 'scrypt:x');
  insert into session (id, token, "userId", "expiresAt") values ('s1', 'secret', 'u1', now());
  insert into apikey (id, key, "referenceId") values ('k1', 'sha', 'u1');
  insert into one_time_link (token_hash, purpose, user_id, expires_at)
    values ('h', 'reset', 'u1', 'infinity');
  insert into integration (instance_id, name, client_id, client_secret_sealed, refresh_lease_until)
    values (1, 'acme', 'id', 'v1.0badc0de.sealed', null);
  insert into asset (name, tags, description) values ('shop', '{"a,b","\\"c\\"",null}', E'two\\nlines\\t');
  insert into policy (asset_id, send) values (1, false);
  insert into import (asset_id, actor, state) values (1, '{"kind":"person"}', 'applied');
  insert into vulnerability (asset_id, title, type, severity, status, fingerprint, evidence, risk_accepted_until)
    select 1, 'Hole ' || n, 'SAST', 'HIGH', 'IDENTIFIED', n::text, '{"a":[1.50,null]}', '2026-05-06'
    from generate_series(1, 2500) n;
  delete from vulnerability where id = 2500;
  insert into finding (vulnerability_id, tool, rule, fingerprint, import_id) values (1, 't', 'r', 'f', 1);
  insert into alias (asset_id, package, advisory, vulnerability_id) values (1, 'p', 'CVE-1', 1);
  insert into history (vulnerability_id, actor, kind, message) values (1, '{"kind":"lockstep"}', 'created', E'x\\r\\ny');
  insert into mapping (content) values ('{"outbound":{}}');
  insert into pairing (integration_id, asset_id, table_name, table_label, mapping_id)
    values (1, 1, 'incident', 'Incident', 1);
  insert into ticket (vulnerability_id, instance_id, table_name, table_label, sys_id, number,
      generation, mapping_id, agreed_status, agreed_state, sent_fields, reading)
    values (1, 1, 'incident', 'Incident', repeat('a', 32), 'INC1', 1, 1, 'IDENTIFIED', '1', '{}', '{"state":"1"}');
  insert into attempt (vulnerability_id, instance_id, table_name, generation, sys_id, correlation_id,
      mapping_id, deadline, outcome)
    values (2, 1, 'incident', 1, repeat('b', 32), 'lockstep:x:y', 1, now(), 'unknown');
  insert into memory (vulnerability_id, said) values (1, '{once}');
  insert into mark (vulnerability_id, request_ids) select id, '{r1}' from vulnerability where id <= 3;
  insert into inbound_cursor (integration_id, table_name, watermark)
    values (1, 'incident', '2026-01-02 03:04:05');
  insert into delivery (level, message, details, integration_id, vulnerability_id)
    values ('INFO', 'made', '{"z":"1", "a":"2"}', 1, 1);
  insert into audit (actor, action, subject) values ('{"kind":"lockstep"}', 'x', 'y');
  insert into bulk_job (kind, actor, request) values ('status', '{"kind":"lockstep"}', '{}');`

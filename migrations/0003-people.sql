-- Who may come in: better-auth's tables under its own names, and links that let a person in once.

create table "user" (
  id text primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  "emailVerified" boolean not null default false,
  image text,
  role text not null default 'VIEWER' check (role in ('ADMIN', 'DEVELOPER', 'VIEWER')),
  -- A disabled person.
  banned boolean not null default false,
  "banReason" text,
  "banExpires" timestamptz,
  -- Ours: when a request of this person was last answered, to about five minutes.
  "lastSeenAt" timestamptz,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);

create table session (
  id text primary key,
  token text not null unique,
  "userId" text not null references "user" on delete cascade,
  "expiresAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "impersonatedBy" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index session_owner on session ("userId");

create table account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references "user" on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  -- scrypt, salted; never the password.
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  unique ("userId", "providerId")
);

create table verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index verification_identifier on verification (identifier);

create table apikey (
  id text primary key,
  "configId" text not null default 'default',
  name text,
  start text,
  prefix text,
  -- SHA-256 of the key; never the key.
  key text not null unique,
  "referenceId" text not null references "user" on delete cascade,
  "refillInterval" int,
  "refillAmount" int,
  "lastRefillAt" timestamptz,
  enabled boolean not null default true,
  "rateLimitEnabled" boolean not null default true,
  "rateLimitTimeWindow" int,
  "rateLimitMax" int,
  "requestCount" int not null default 0,
  remaining int,
  "lastRequest" timestamptz,
  "expiresAt" timestamptz,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  permissions text,
  metadata text
);
create index apikey_owner on apikey ("referenceId");

create table one_time_link (
  -- SHA-256 of the token, so that a copy of this table lets nobody in.
  token_hash text primary key,
  purpose text not null check (purpose in ('setup', 'invitation', 'reset')),
  user_id text references "user" on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  check ((purpose = 'setup') = (user_id is null))
);
create index one_time_link_user on one_time_link (user_id);

-- The plant: what its stations share. `linesidectl plant init` runs this file in one transaction.
-- Works on PostgreSQL 15 to 17. A station's login can read what is granted at the end, and write by
-- five functions only: append_batch, claim, reserve_range, lease, put_identity.

-- Roles belong to the whole server, and another plant on it may have made them.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lineside_owner') THEN
    CREATE ROLE lineside_owner NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lineside_station') THEN
    CREATE ROLE lineside_station NOLOGIN;
  END IF;
  -- Whoever made a role may give it away, and from PostgreSQL 16 on must do so to act as it.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT lineside_owner TO %I', current_user);
  END IF;
  -- Each login is granted CONNECT to its own plant when it is enrolled.
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  REVOKE CREATE ON SCHEMA public FROM PUBLIC;
END $$;

CREATE SCHEMA lineside AUTHORIZATION lineside_owner;
SET LOCAL ROLE lineside_owner;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE lineside.migration (
  file       text        PRIMARY KEY,
  sha256     bytea       NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE lineside.plant (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  id   uuid    NOT NULL DEFAULT gen_random_uuid(),
  name text    NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  host text    NOT NULL,                      -- where stations find it
  port int4    NOT NULL CHECK (port BETWEEN 1 AND 65535)
);

-- The oldest release that may write here, and the oldest that can read what is here.
CREATE TABLE lineside.compat (
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  min_writer int4    NOT NULL DEFAULT 1,
  min_reader int4    NOT NULL DEFAULT 1
);
INSERT INTO lineside.compat DEFAULT VALUES;

CREATE TABLE lineside.station (
  role        name        PRIMARY KEY,        -- login; random, so that it tells nothing
  name        text        NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  station     uuid        UNIQUE,             -- bound by the first call, never changed
  epoch       int4        NOT NULL DEFAULT 0, -- newest; older ones are sealed
  areas       text[]      NOT NULL DEFAULT '{}', -- whose people it may know; none: the whole plant's
  enrolled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  retired_at  timestamptz
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX station_name ON lineside.station (name) WHERE retired_at IS NULL;

-- Head of each chain. One writer each: its prefix is gapless and in commit order.
CREATE TABLE lineside.chain (
  station     uuid        NOT NULL,
  epoch       int4        NOT NULL,
  seq         int8        NOT NULL,
  hash        bytea       NOT NULL,
  appended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (station, epoch)
) WITH (fillfactor = 50);

CREATE TABLE lineside.event (
  station      uuid  NOT NULL,
  epoch        int4  NOT NULL,
  seq          int8  NOT NULL,                -- from 1, gapless within (station, epoch)
  event_id     uuid  NOT NULL,                -- not unique: a re-homed event stands in two chains
  request_id   uuid  NOT NULL,
  part_index   int2  NOT NULL,
  part_count   int2  NOT NULL,
  hlc          int8  NOT NULL,
  effective_ms int8  NOT NULL,                -- milliseconds since 1970 UTC
  recorded_ms  int8  NOT NULL,
  skew_ms      int8,                          -- clock offset to the plant as last measured
  actor        uuid,                          -- pseudonym
  name         text  NOT NULL,
  version      int2  NOT NULL,
  touches      text  NOT NULL,                -- canonical JSON
  payload      bytea NOT NULL,                -- exact bytes: jsonb would not keep them
  hash         bytea NOT NULL,
  ingested_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (station, epoch, seq)
);
CREATE INDEX event_id ON lineside.event (event_id);
CREATE INDEX event_ingested ON lineside.event USING brin (ingested_at);

-- The last decision on an aggregate, and who was granted it.
CREATE TABLE lineside.authority (
  kind       text        NOT NULL,
  aggregate  uuid        NOT NULL,
  head       uuid        NOT NULL,            -- event that records the decision
  before     uuid,                            -- head it was decided upon
  station    uuid        NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (kind, aggregate)
) WITH (fillfactor = 70);

CREATE TABLE lineside.number_range (
  name text PRIMARY KEY,
  last int8 NOT NULL                          -- highest number handed out
) WITH (fillfactor = 50);

CREATE TABLE lineside.lease (
  resource text        PRIMARY KEY,
  station  uuid        NOT NULL,
  until    timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Terms of the gateway: what it writes says which one it was, so that a paused one cannot.
CREATE TABLE lineside.leader_term (
  term     int8        PRIMARY KEY,
  holder   text        NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- People, apart from the log: erasable.
CREATE TABLE lineside.identity (
  person   uuid   PRIMARY KEY,
  revision int8   NOT NULL UNIQUE,            -- grows with every change, in commit order
  hlc      int8   NOT NULL,                   -- when it was changed; the later change stands
  key      text,
  name     text,                              -- absent: erased
  areas    text[] NOT NULL DEFAULT '{}',      -- where they work; none: everywhere
  station  uuid   NOT NULL                    -- who told it
);

CREATE TABLE lineside.credential (
  person     uuid PRIMARY KEY REFERENCES lineside.identity ON DELETE CASCADE,
  badge_salt bytea,
  badge      bytea UNIQUE,                    -- SHA-256 of salt and badge: no clear badge is kept
  badge_hlc  int8 NOT NULL DEFAULT 0,
  pin        text,                            -- Argon2id verifier
  pin_hlc    int8 NOT NULL DEFAULT 0
);

CREATE TABLE lineside.identity_revision (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  last int8    NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
INSERT INTO lineside.identity_revision DEFAULT VALUES;

-- The people this login's station may know, with what lets them log in there.
CREATE VIEW lineside.known_person WITH (security_barrier) AS
SELECT person, revision, hlc, key, name, badge_salt, badge, pin
  FROM lineside.identity JOIN lineside.credential USING (person)
 WHERE EXISTS (SELECT FROM lineside.station s
                WHERE s.role = session_user AND s.retired_at IS NULL
                  AND (s.areas = '{}' OR identity.areas = '{}' OR s.areas && identity.areas));

-- Refuses in one expression; the hint says what to do.
CREATE FUNCTION lineside.refuse(p_code text, p_message text, p_hint text) RETURNS bytea
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RAISE EXCEPTION '%', p_message USING ERRCODE = p_code, HINT = p_hint;
END $$;

-- The station behind this login. LS001: not enrolled. LS002: the login belongs to another station.
CREATE FUNCTION lineside.calling(p_station uuid DEFAULT NULL) RETURNS lineside.station
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  caller lineside.station;
BEGIN
  SELECT * INTO caller FROM lineside.station WHERE role = session_user FOR NO KEY UPDATE;
  IF NOT FOUND OR caller.retired_at IS NOT NULL THEN
    PERFORM lineside.refuse('LS001', 'this login is not enrolled at the plant, or is retired',
                            'enroll the station anew and join it with the new code');
  END IF;
  IF caller.station IS NULL AND p_station IS NOT NULL THEN
    BEGIN
      UPDATE lineside.station SET station = p_station WHERE role = session_user;
      caller.station := p_station;
    EXCEPTION WHEN unique_violation THEN
      PERFORM lineside.refuse('LS002', 'this station is enrolled under another login',
                              'join it with its own code');
    END;
  END IF;
  IF caller.station IS NULL OR caller.station <> coalesce(p_station, caller.station) THEN
    PERFORM lineside.refuse('LS002', 'this login belongs to another station',
                            'one code joins one station: enroll this one and use its own code');
  END IF;
  RETURN caller;
END $$;

-- Names of kinds, ranges and resources: short words, so that none is a message or a person.
CREATE FUNCTION lineside.check_name(p_name text) RETURNS void
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF (p_name ~ '^[a-z0-9_./:-]{1,80}$') IS NOT TRUE THEN
    PERFORM lineside.refuse('LS006', 'a name has 1 to 80 of a-z, 0-9, _ . / : -', 'choose another name');
  END IF;
END $$;

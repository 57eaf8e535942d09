-- The gateway: one program a plant that turns the log into tables to read, and what reports may see of them.
-- It writes by four functions only, each bound to the term it leads in.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lineside_gateway') THEN
    CREATE ROLE lineside_gateway NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lineside_bi') THEN
    CREATE ROLE lineside_bi NOLOGIN;
  END IF;
END $$;

CREATE SCHEMA lineside_read AUTHORIZATION lineside_owner;
CREATE SCHEMA bi_v1 AUTHORIZATION lineside_owner;
SET LOCAL ROLE lineside_owner;

-- Logins that are no station: gateways, and programs that read reports.
CREATE TABLE lineside.program (
  role        name        PRIMARY KEY,        -- login; random, so that it tells nothing
  name        text        NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  kind        text        NOT NULL CHECK (kind IN ('gateway', 'reports')),
  enrolled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  retired_at  timestamptz
);
CREATE UNIQUE INDEX program_name ON lineside.program (name) WHERE retired_at IS NULL;

-- Who leads, and in which term. A write holds this row until it is committed, so that no term begins
-- while one of the term before is on its way. `leader_term` keeps the history.
CREATE TABLE lineside.leader (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  term int8    NOT NULL DEFAULT 0,
  role name                                   -- absent before the first
) WITH (fillfactor = 50);
INSERT INTO lineside.leader DEFAULT VALUES;

-- How far each chain was read, and in which term.
CREATE TABLE lineside_read.reached (
  station uuid        NOT NULL,
  epoch   int4        NOT NULL,
  seq     int8        NOT NULL,
  hash    bytea       NOT NULL,
  term    int8        NOT NULL,
  read_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (station, epoch)
) WITH (fillfactor = 50);

-- Which form of the tables below was written; another gateway release may build them anew.
CREATE TABLE lineside_read.progress (
  one   boolean PRIMARY KEY DEFAULT true CHECK (one),
  model int4    NOT NULL DEFAULT 0            -- 0: nothing yet
);
INSERT INTO lineside_read.progress DEFAULT VALUES;

-- Events of each aggregate: what a late one is folded again from.
CREATE TABLE lineside_read.touched (
  kind      text NOT NULL,
  aggregate uuid NOT NULL,
  station   uuid NOT NULL,
  epoch     int4 NOT NULL,
  seq       int8 NOT NULL,
  PRIMARY KEY (kind, aggregate, station, epoch, seq)
);

-- Folded state of each aggregate, to be gone on from.
CREATE TABLE lineside_read.folded (
  kind      text NOT NULL,
  aggregate uuid NOT NULL,
  heads     text NOT NULL,                    -- JSON: events nothing else was folded upon
  events    int4 NOT NULL,
  unread    int4 NOT NULL,                    -- of a newer release: read again after an update
  body      text NOT NULL,                    -- JSON
  PRIMARY KEY (kind, aggregate)
);
CREATE INDEX folded_unread ON lineside_read.folded (kind, aggregate) WHERE unread > 0;

-- Events that no release can read; they stay in the log.
CREATE TABLE lineside_read.unreadable (
  station uuid NOT NULL,
  epoch   int4 NOT NULL,
  seq     int8 NOT NULL,
  reason  text NOT NULL,
  PRIMARY KEY (station, epoch, seq)
);

-- Rows as functions of one aggregate's folded state; `aggregate` is whose.
CREATE TABLE lineside_read.equipment (
  aggregate uuid PRIMARY KEY,
  key       text NOT NULL,
  name      text NOT NULL,
  level     text NOT NULL,
  parent    text                              -- key of the work center
);

CREATE TABLE lineside_read.item (
  aggregate   uuid PRIMARY KEY,
  key         text NOT NULL,
  description text NOT NULL,
  unit        text NOT NULL,
  tracking    text NOT NULL,
  gtin        text
);

CREATE TABLE lineside_read.import_run (
  aggregate uuid PRIMARY KEY,
  erp       text NOT NULL,
  orders    int8 NOT NULL
);

CREATE TABLE lineside_read.production_order (
  aggregate uuid PRIMARY KEY,
  key       text,                             -- absent while its import is on its way
  item      text,
  quantity  numeric,
  unit      text,
  start_at  timestamptz,
  due_at    timestamptz,
  priority  int4,
  status    text    NOT NULL,
  jobs      int4    NOT NULL,
  imports   uuid[]  NOT NULL
);

CREATE TABLE lineside_read.job_order (
  aggregate  uuid PRIMARY KEY,
  order_id   uuid,                            -- these are absent while a late release is on its way
  order_key  text,
  position   int8,
  segment    text,
  name       text,
  item       text,
  quantity   numeric,
  equipment  uuid,
  due_at     timestamptz,
  unit       text    NOT NULL,
  status     text    NOT NULL,
  ended      boolean NOT NULL,
  work_unit  uuid,
  good       numeric NOT NULL,
  scrap      numeric NOT NULL,
  rework     numeric NOT NULL,
  withdrawn  boolean NOT NULL,
  standard_s int8,
  short      text,
  counted_at timestamptz
);
CREATE INDEX job_order_order ON lineside_read.job_order (order_id);

CREATE TABLE lineside_read.run (
  aggregate   uuid    NOT NULL,
  run         uuid    NOT NULL,
  work_unit   uuid    NOT NULL,
  started_at  timestamptz,
  ended_at    timestamptz,
  going_since timestamptz,
  worked_ms   int8    NOT NULL,
  paused      text,
  PRIMARY KEY (aggregate, run)
);

CREATE TABLE lineside_read.scrap (
  aggregate uuid    NOT NULL,
  reason    text    NOT NULL,
  quantity  numeric NOT NULL,
  unit      text    NOT NULL,
  PRIMARY KEY (aggregate, reason)
);

CREATE TABLE lineside_read.consumed (
  aggregate uuid    NOT NULL,
  event_id  uuid    NOT NULL,
  item      text    NOT NULL,
  lot       uuid,
  number    text,
  quantity  numeric NOT NULL,
  unit      text    NOT NULL,
  PRIMARY KEY (aggregate, event_id)
);
CREATE INDEX consumed_lot ON lineside_read.consumed (lot);

CREATE TABLE lineside_read.produced (
  aggregate uuid    NOT NULL,
  event_id  uuid    NOT NULL,
  lot       uuid    NOT NULL,
  number    text    NOT NULL,
  quantity  numeric NOT NULL,
  unit      text    NOT NULL,
  PRIMARY KEY (aggregate, event_id)
);
CREATE INDEX produced_lot ON lineside_read.produced (lot);

CREATE TABLE lineside_read.material_lot (
  aggregate uuid PRIMARY KEY,
  item      text    NOT NULL,
  number    text    NOT NULL,
  unit      text    NOT NULL,
  entered   numeric NOT NULL,
  taken     numeric NOT NULL,
  made_by   uuid,
  made_at   timestamptz,
  expires   date,
  holds     int4    NOT NULL
);

CREATE TABLE lineside_read.label (
  aggregate uuid NOT NULL,
  copy      int8 NOT NULL,                    -- 0 is the original
  lot       uuid,
  template  text NOT NULL,
  state     text NOT NULL,
  PRIMARY KEY (aggregate, copy)
);

CREATE TABLE lineside_read.exception (
  aggregate uuid NOT NULL,
  event_id  uuid NOT NULL,
  code      text NOT NULL,
  kind      text NOT NULL,
  owner     text NOT NULL,
  PRIMARY KEY (aggregate, event_id, code)
);

CREATE TABLE lineside_read.settlement (
  aggregate uuid PRIMARY KEY                  -- the event that does not add up
);

-- The gateway behind this login. LS001: not enrolled.
CREATE FUNCTION lineside.calling_gateway() RETURNS name
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM lineside.program WHERE role = session_user AND kind = 'gateway' AND retired_at IS NULL) THEN
    PERFORM lineside.refuse('LS001', 'this login is no gateway of the plant, or is retired',
                            'enroll the gateway anew and give it the new code');
  END IF;
  RETURN session_user;
END $$;

-- Holds the term of whoever writes until the write is committed. LS007: another one leads by now.
CREATE FUNCTION lineside.fenced(p_term int8) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  caller CONSTANT name := lineside.calling_gateway();
BEGIN
  PERFORM FROM lineside.leader WHERE term = p_term AND role = caller FOR SHARE;
  IF NOT FOUND THEN
    PERFORM lineside.refuse('LS007', format('term %s is over: another gateway leads', p_term),
                            'nothing was written; wait to lead again');
  END IF;
END $$;

-- Takes the lead, unless a session that lives holds it; raises the term in one statement. The lock lasts
-- as long as the session. Answers the term, or nothing.
CREATE FUNCTION lineside.gateway_lead() RETURNS int8
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside, pg_temp AS $$
DECLARE
  lock CONSTANT int8 := x'6c73676174657761'::int8;
  caller CONSTANT name := calling_gateway();
  taken int8;
BEGIN
  IF pg_try_advisory_lock(lock) THEN
    WITH raised AS (UPDATE leader l SET term = l.term + 1, role = caller RETURNING l.term)
    INSERT INTO leader_term AS t (term, holder)
    SELECT raised.term, p.name FROM raised, program p WHERE p.role = caller
    RETURNING t.term INTO taken;
  END IF;
  RETURN taken;
END $$;

-- Says that the leader lives; refuses whoever leads no more.
CREATE FUNCTION lineside.gateway_keep(p_term int8) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside, pg_temp AS $$
BEGIN
  PERFORM fenced(p_term);
END $$;

-- The tables that hold rows of aggregates.
CREATE FUNCTION lineside.read_tables() RETURNS text[]
LANGUAGE sql IMMUTABLE
RETURN ARRAY['equipment', 'item', 'import_run', 'production_order', 'job_order', 'run', 'scrap', 'consumed',
             'produced', 'material_lot', 'label', 'exception', 'settlement'];

-- Writes what a page of the log led to, with the places it reaches: all of it, or nothing. Of `p_batch`
-- `folded`, `touched`, `unreadable` and `reached` are rows of these tables, and `rows` has by table all rows
-- of each aggregate in `folded`.
CREATE FUNCTION lineside.gateway_apply(p_term int8, p_batch jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside_read, lineside, pg_temp AS $$
DECLARE
  changed uuid[];
  each text;
BEGIN
  PERFORM fenced(p_term);
  changed := ARRAY(SELECT aggregate FROM jsonb_populate_recordset(NULL::lineside_read.folded, p_batch->'folded'));
  FOREACH each IN ARRAY read_tables() LOOP
    EXECUTE format('DELETE FROM lineside_read.%I WHERE aggregate = ANY ($1)', each) USING changed;
    EXECUTE format('INSERT INTO lineside_read.%1$I SELECT * FROM jsonb_populate_recordset(NULL::lineside_read.%1$I, $1)', each)
      USING p_batch->'rows'->each;
  END LOOP;
  INSERT INTO folded SELECT * FROM jsonb_populate_recordset(NULL::lineside_read.folded, p_batch->'folded')
  ON CONFLICT (kind, aggregate) DO UPDATE
  SET heads = excluded.heads, events = excluded.events, unread = excluded.unread, body = excluded.body;
  INSERT INTO touched SELECT * FROM jsonb_populate_recordset(NULL::lineside_read.touched, p_batch->'touched')
  ON CONFLICT DO NOTHING;
  INSERT INTO unreadable SELECT * FROM jsonb_populate_recordset(NULL::lineside_read.unreadable, p_batch->'unreadable')
  ON CONFLICT DO NOTHING;
  INSERT INTO reached (station, epoch, seq, hash, term)
  SELECT station, epoch, seq, hash, p_term
    FROM jsonb_populate_recordset(NULL::lineside_read.reached, p_batch->'reached')
  ON CONFLICT (station, epoch) DO UPDATE
  SET seq = excluded.seq, hash = excluded.hash, term = excluded.term, read_at = excluded.read_at;
END $$;

-- Forgets everything that was read, so that it is built anew in the form `p_model`.
CREATE FUNCTION lineside.gateway_reset(p_term int8, p_model int4) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside_read, lineside, pg_temp AS $$
DECLARE
  each text;
BEGIN
  PERFORM fenced(p_term);
  FOREACH each IN ARRAY read_tables() || ARRAY['reached', 'touched', 'folded', 'unreadable'] LOOP
    EXECUTE format('TRUNCATE lineside_read.%I', each);
  END LOOP;
  UPDATE progress SET model = p_model;
END $$;

-- What the gateway may do, and read: the log and its own tables, no names of people.
GRANT USAGE ON SCHEMA lineside, lineside_read TO lineside_gateway;
GRANT EXECUTE ON FUNCTION lineside.gateway_lead, lineside.gateway_keep, lineside.gateway_apply,
      lineside.gateway_reset TO lineside_gateway;
GRANT SELECT ON lineside.chain, lineside.event, lineside.leader_term TO lineside_gateway;
GRANT SELECT ON ALL TABLES IN SCHEMA lineside_read TO lineside_gateway;

RESET ROLE;

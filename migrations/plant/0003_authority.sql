-- What only the plant can decide for all: who decides, which numbers are whose, who holds what, and
-- what a person is called.

SET LOCAL ROLE lineside_owner;

-- Compare-and-set of the decision on an aggregate. Granted, when the head is the expected one, or is
-- the next one already and is ours. A grant whose event has not arrived after a minute no longer
-- binds whoever expects the head before it. An aggregate without a head is granted to whoever asks
-- first: a plant restored from a backup may have forgotten the one expected.
-- Answers who holds the decision, and the head, as they are after the call.
CREATE FUNCTION lineside.claim(
  p_station uuid, p_kind text, p_aggregate uuid, p_expected uuid, p_next uuid,
  OUT granted boolean, OUT holder uuid, OUT head uuid, OUT clock_ms int8
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside, pg_temp AS $$
DECLARE
  arrives_within CONSTANT interval := '60 s';
  held authority;
  free boolean;
BEGIN
  PERFORM check_name(p_kind);
  IF p_aggregate IS NULL OR p_next IS NULL THEN
    PERFORM refuse('LS006', 'a claim names an aggregate and the event that decides',
                   'update the station: this is a defect in it');
  END IF;
  PERFORM calling(p_station);
  INSERT INTO authority AS a (kind, aggregate, head, before, station)
  VALUES (p_kind, p_aggregate, p_next, p_expected, p_station) ON CONFLICT DO NOTHING;
  SELECT * INTO held FROM authority a WHERE a.kind = p_kind AND a.aggregate = p_aggregate FOR UPDATE;
  IF held.head <> p_next THEN
    free := held.head IS NOT DISTINCT FROM p_expected
      OR (held.before IS NOT DISTINCT FROM p_expected AND held.granted_at < clock_timestamp() - arrives_within
          AND NOT EXISTS (SELECT FROM event e WHERE e.event_id = held.head));
    IF free THEN
      UPDATE authority a SET head = p_next, before = p_expected, station = p_station, granted_at = clock_timestamp()
       WHERE a.kind = p_kind AND a.aggregate = p_aggregate RETURNING * INTO held;
    END IF;
  END IF;
  granted := held.head = p_next AND held.station = p_station;
  holder := held.station;
  head := held.head;
  clock_ms := extract(epoch FROM clock_timestamp()) * 1000;
END $$;

-- Hands out the next `p_count` numbers of a range, each once. `p_above` is the highest number the
-- caller knows to be taken: what a restored plant forgot it learns so.
CREATE FUNCTION lineside.reserve_range(
  p_station uuid, p_name text, p_count int4, p_above int8 DEFAULT 0,
  OUT first int8, OUT last int8, OUT clock_ms int8
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside, pg_temp AS $$
DECLARE
  count_max CONSTANT int4 := 10000;           -- a year of one station's labels
  above_max CONSTANT int8 := 1000000000000;   -- a forged one must not use up the range
BEGIN
  PERFORM check_name(p_name);
  IF (p_count BETWEEN 1 AND count_max AND p_above BETWEEN 0 AND above_max) IS NOT TRUE THEN
    PERFORM refuse('LS006', 'a range has 1 to 10,000 numbers', 'reserve fewer at once');
  END IF;
  PERFORM calling(p_station);
  INSERT INTO number_range AS r (name, last) VALUES (p_name, p_above + p_count)
  ON CONFLICT ON CONSTRAINT number_range_pkey
  DO UPDATE SET last = greatest(r.last, p_above) + p_count
  RETURNING r.last INTO last;
  first := last - p_count + 1;
  clock_ms := extract(epoch FROM clock_timestamp()) * 1000;
END $$;

-- Takes or keeps a resource for a time, or with 0 gives it back. Answers who has it, and until when.
CREATE FUNCTION lineside.lease(
  p_station uuid, p_resource text, p_ttl_ms int4,
  OUT granted boolean, OUT holder uuid, OUT until_ms int8, OUT clock_ms int8
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside, pg_temp AS $$
DECLARE
  ttl_ms_max CONSTANT int4 := 600000;         -- ten minutes: whoever died holds it no longer
  ends CONSTANT timestamptz := clock_timestamp() + p_ttl_ms * interval '1 ms';
  held lease;
BEGIN
  PERFORM check_name(p_resource);
  IF (p_ttl_ms BETWEEN 0 AND ttl_ms_max) IS NOT TRUE THEN
    PERFORM refuse('LS006', 'a lease lasts at most ten minutes', 'renew it while it is needed');
  END IF;
  PERFORM calling(p_station);
  INSERT INTO lease AS l (resource, station, until) VALUES (p_resource, p_station, ends)
  ON CONFLICT ON CONSTRAINT lease_pkey
  DO UPDATE SET station = excluded.station, until = excluded.until
   WHERE l.station = excluded.station OR l.until <= clock_timestamp();
  SELECT * INTO held FROM lease l WHERE l.resource = p_resource;
  granted := held.station = p_station;
  holder := held.station;
  until_ms := extract(epoch FROM held.until) * 1000;
  clock_ms := extract(epoch FROM clock_timestamp()) * 1000;
END $$;

-- Tells what a person is called and logs in with. Of name, badge and PIN the later change stands, each for
-- itself; a change dated in the future counts as made now, and an absent badge or PIN is none. A badge moves
-- from whoever has it. No name erases the person: the row stays to tell every station, and is never named
-- again. Answers whether the name stands.
CREATE FUNCTION lineside.put_identity(
  p_station uuid, p_person uuid, p_hlc int8, p_key text, p_name text, p_areas text[],
  p_badge_salt bytea, p_badge bytea, p_pin text, OUT accepted boolean, OUT revision int8, OUT clock_ms int8
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside, pg_temp AS $$
#variable_conflict use_column
DECLARE
  now_hlc CONSTANT int8 := (extract(epoch FROM clock_timestamp()) * 1000)::int8 << 16;
  changed CONSTANT int8 := least(p_hlc, now_hlc);
  next int8;
  before lineside.credential;
  pin_news boolean;
  badge_news boolean;
  robbed uuid;
BEGIN
  IF (p_person IS NOT NULL AND p_hlc IS NOT NULL AND p_areas IS NOT NULL AND cardinality(p_areas) <= 64
      AND length(coalesce(p_name, '-')) BETWEEN 1 AND 200 AND length(coalesce(p_key, '-')) <= 64
      AND octet_length(coalesce(p_badge_salt, '')) <= 64 AND octet_length(coalesce(p_badge, '')) IN (0, 32)
      AND length(coalesce(p_pin, '')) <= 256) IS NOT TRUE THEN
    PERFORM refuse('LS006', 'a name has at most 200 characters, a key 64, a PIN verifier 256, and a person 64 areas',
                   'shorten it');
  END IF;
  PERFORM calling(p_station);
  -- One change at a time, so that revisions become visible in their order.
  SELECT last + 1 INTO next FROM identity_revision FOR UPDATE;
  INSERT INTO identity AS i (person, revision, hlc, key, name, areas, station)
  VALUES (p_person, next, changed, CASE WHEN p_name IS NOT NULL THEN p_key END, p_name, p_areas, p_station)
  ON CONFLICT (person)
  DO UPDATE SET revision = excluded.revision, hlc = excluded.hlc, key = excluded.key, name = excluded.name,
                areas = excluded.areas, station = excluded.station
   WHERE i.hlc < excluded.hlc AND i.name IS NOT NULL;
  accepted := FOUND;
  INSERT INTO credential (person) VALUES (p_person) ON CONFLICT DO NOTHING;
  IF EXISTS (SELECT FROM identity WHERE person = p_person AND name IS NULL) THEN
    UPDATE credential SET badge_salt = NULL, badge = NULL, pin = NULL WHERE person = p_person;
    pin_news := false;
    badge_news := false;
  ELSE
    SELECT * INTO before FROM credential WHERE person = p_person;
    pin_news := p_pin IS NOT NULL AND before.pin_hlc < changed;
    badge_news := p_badge IS NOT NULL AND before.badge_hlc < changed AND NOT EXISTS (
      SELECT FROM credential WHERE badge = p_badge AND person <> p_person AND badge_hlc > changed);
  END IF;
  IF pin_news THEN
    UPDATE credential SET pin = p_pin, pin_hlc = changed WHERE person = p_person;
  END IF;
  IF badge_news THEN
    UPDATE credential SET badge_salt = NULL, badge = NULL WHERE badge = p_badge AND person <> p_person
    RETURNING person INTO robbed;
    UPDATE credential SET badge_salt = p_badge_salt, badge = p_badge, badge_hlc = changed WHERE person = p_person;
  END IF;
  IF accepted OR pin_news OR badge_news THEN
    UPDATE identity SET revision = next WHERE person = p_person;
    IF robbed IS NOT NULL THEN
      next := next + 1;
      UPDATE identity SET revision = next WHERE person = robbed;
    END IF;
    UPDATE identity_revision SET last = next;
  END IF;
  SELECT i.revision INTO revision FROM identity i WHERE i.person = p_person;
  clock_ms := extract(epoch FROM clock_timestamp()) * 1000;
END $$;

-- Erases a person: for an administrator, no station may. Every station forgets the person when it next
-- hears of the plant. Answers whether there was somebody to erase.
CREATE FUNCTION lineside.erase_person(p_person uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, lineside, pg_temp AS $$
DECLARE
  now_hlc CONSTANT int8 := (extract(epoch FROM clock_timestamp()) * 1000)::int8 << 16;
  next int8;
BEGIN
  SELECT last + 1 INTO next FROM identity_revision FOR UPDATE;
  UPDATE identity SET revision = next, hlc = greatest(hlc + 1, now_hlc), key = NULL, name = NULL, areas = '{}'
   WHERE person = p_person AND name IS NOT NULL;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE identity_revision SET last = next;
  UPDATE credential SET badge_salt = NULL, badge = NULL, pin = NULL WHERE person = p_person;
  RETURN true;
END $$;

-- What a station may do, and read.
GRANT USAGE ON SCHEMA lineside TO lineside_station;
GRANT EXECUTE ON FUNCTION lineside.append_batch, lineside.claim, lineside.reserve_range, lineside.lease,
      lineside.put_identity TO lineside_station;
GRANT SELECT ON lineside.plant, lineside.compat, lineside.chain, lineside.event, lineside.authority,
      lineside.lease, lineside.leader_term, lineside.known_person TO lineside_station;
GRANT SELECT (station, name, epoch, enrolled_at, retired_at) ON lineside.station TO lineside_station;

RESET ROLE;

-- Large objects and advisory locks are anybody's by default: the first write, the second would keep
-- the gateway from leading. Only a superuser can take them away; the README says what to do else.
DO $$
DECLARE
  each regprocedure;
BEGIN
  IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    FOR each IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
                   AND (proname ~ '^(pg_advisory|pg_try_advisory)' OR proname ~ '^(lo_|lo)(creat|create|from_bytea|put|import|export|open|write|unlink|truncate|truncate64)$')
    LOOP
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', each);
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO lineside_owner', each);
    END LOOP;
  END IF;
END $$;

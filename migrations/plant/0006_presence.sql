-- How each station stands, by its own last word: the note on a lease that only it can take.

SET LOCAL ROLE lineside_owner;

ALTER TABLE lineside.lease
  ADD COLUMN note text,                        -- what its holder says of itself
  ADD COLUMN taken_at timestamptz NOT NULL DEFAULT clock_timestamp();

-- Takes or keeps a resource for a time, or with 0 gives it back. Answers who has it, and until when.
-- `presence/STATION` is that station's alone; its note stands for as long as nothing newer is said.
DROP FUNCTION lineside.lease(uuid, text, int4);
CREATE FUNCTION lineside.lease(
  p_station uuid, p_resource text, p_ttl_ms int4, p_note text DEFAULT NULL,
  OUT granted boolean, OUT holder uuid, OUT until_ms int8, OUT clock_ms int8
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside, pg_temp AS $$
DECLARE
  ttl_ms_max CONSTANT int4 := 600000;         -- ten minutes: whoever died holds it no longer
  note_max CONSTANT int4 := 1000;             -- everybody reads it, again and again
  ends CONSTANT timestamptz := clock_timestamp() + p_ttl_ms * interval '1 ms';
  held lease;
BEGIN
  PERFORM check_name(p_resource);
  IF (p_ttl_ms BETWEEN 0 AND ttl_ms_max) IS NOT TRUE THEN
    PERFORM refuse('LS006', 'a lease lasts at most ten minutes', 'renew it while it is needed');
  END IF;
  IF length(p_note) > note_max THEN
    PERFORM refuse('LS006', 'a note has at most 1,000 characters', 'say less');
  END IF;
  PERFORM calling(p_station);
  IF p_resource LIKE 'presence/%' AND p_resource <> 'presence/' || p_station THEN
    PERFORM refuse('LS002', 'this presence is another station''s', 'each station speaks for itself');
  END IF;
  INSERT INTO lease AS l (resource, station, until, note) VALUES (p_resource, p_station, ends, p_note)
  ON CONFLICT ON CONSTRAINT lease_pkey
  DO UPDATE SET station = excluded.station, until = excluded.until, note = excluded.note, taken_at = excluded.taken_at
   WHERE l.station = excluded.station OR l.until <= clock_timestamp();
  SELECT * INTO held FROM lease l WHERE l.resource = p_resource;
  granted := held.station = p_station;
  holder := held.station;
  until_ms := extract(epoch FROM held.until) * 1000;
  clock_ms := extract(epoch FROM clock_timestamp()) * 1000;
END $$;
GRANT EXECUTE ON FUNCTION lineside.lease TO lineside_station;

RESET ROLE;

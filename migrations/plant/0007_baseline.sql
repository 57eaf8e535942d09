-- Baselines: what a station's file holds of the plant at one moment (log, projections, indexes), so that a new
-- station need not fold everything itself. In packed parts, signed by the gateway that made it.

SET LOCAL ROLE lineside_owner;

-- Public keys of gateways: an Ed25519 key each, told to stations in their join codes.
ALTER TABLE lineside.program ADD COLUMN key bytea CHECK (octet_length(key) = 32);

CREATE TABLE lineside.baseline (
  id        uuid        PRIMARY KEY,
  form      int8        NOT NULL,             -- newest migration of the file: older releases cannot open it
  events    int8        NOT NULL,
  bytes     int8        NOT NULL,             -- of the file
  parts     int4        NOT NULL,
  root      bytea       NOT NULL,             -- SHA-256 over the SHA-256 of each packed part
  key       bytea       NOT NULL,             -- who signed
  signature bytea       NOT NULL,
  term      int8        NOT NULL,
  made_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE lineside.baseline_part (
  baseline uuid  NOT NULL,
  part     int4  NOT NULL,                    -- from 0
  bytes    bytea NOT NULL,
  PRIMARY KEY (baseline, part)
);
ALTER TABLE lineside.baseline_part ALTER COLUMN bytes SET STORAGE EXTERNAL; -- packed already

-- Keeps one part of a baseline that is on its way.
CREATE FUNCTION lineside.gateway_baseline_part(p_term int8, p_baseline uuid, p_part int4, p_bytes bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside, pg_temp AS $$
DECLARE
  bytes_max CONSTANT int4 := 2097152;         -- a MiB, and what packing may add to it
  parts_max CONSTANT int4 := 262144;
BEGIN
  PERFORM fenced(p_term);
  IF (octet_length(p_bytes) <= bytes_max AND p_part >= 0 AND p_part < parts_max) IS NOT TRUE THEN
    PERFORM refuse('LS005', 'a part of a baseline has at most 2 MiB', 'update the gateway: this is a defect in it');
  END IF;
  IF p_part = 0 THEN                          -- what an interrupted gateway left
    DELETE FROM baseline_part p WHERE p.baseline <> p_baseline AND NOT EXISTS (SELECT FROM baseline b WHERE b.id = p.baseline);
  END IF;
  INSERT INTO baseline_part (baseline, part, bytes) VALUES (p_baseline, p_part, p_bytes);
END $$;

-- Makes a baseline known whose parts are all there. The one before it stays for stations that are reading it.
CREATE FUNCTION lineside.gateway_baseline(
  p_term int8, p_baseline uuid, p_form int8, p_events int8, p_bytes int8, p_parts int4, p_root bytea, p_key bytea, p_signature bytea
) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside, pg_temp AS $$
DECLARE
  kept CONSTANT int4 := 2;
BEGIN
  PERFORM fenced(p_term);
  IF (SELECT count(*) FROM baseline_part WHERE baseline = p_baseline) <> p_parts THEN
    PERFORM refuse('LS006', 'parts of the baseline are missing', 'make it again');
  END IF;
  INSERT INTO baseline (id, form, events, bytes, parts, root, key, signature, term)
  VALUES (p_baseline, p_form, p_events, p_bytes, p_parts, p_root, p_key, p_signature, p_term);
  DELETE FROM baseline WHERE id NOT IN (SELECT id FROM baseline ORDER BY made_at DESC LIMIT kept);
  DELETE FROM baseline_part WHERE baseline NOT IN (SELECT id FROM baseline);
END $$;

GRANT EXECUTE ON FUNCTION lineside.gateway_baseline_part, lineside.gateway_baseline TO lineside_gateway;
GRANT SELECT ON lineside.baseline TO lineside_gateway;
GRANT SELECT ON lineside.plant TO lineside_gateway;
GRANT SELECT ON lineside.baseline, lineside.baseline_part TO lineside_station;

RESET ROLE;

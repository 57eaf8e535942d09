-- The one way into the log. Whatever arrives is verified here, set by set, before it is kept.

SET LOCAL ROLE lineside_owner;

-- The next link of a chain: SHA-256("lineside.event.1", previous, envelope, SHA-256(payload)).
-- Integers are big-endian, texts stand behind their length; `p_origin` is station and epoch.
CREATE FUNCTION lineside.link(
  p_previous bytea, p_origin bytea, p_seq int8, p_event uuid, p_request uuid, p_index int2, p_count int2,
  p_hlc int8, p_effective int8, p_recorded int8, p_skew int8, p_actor uuid, p_name text, p_version int2,
  p_touches text, p_payload bytea
) RETURNS bytea LANGUAGE sql STABLE
RETURN sha256(
  ((('\x6c696e65736964652e6576656e742e31'::bytea || p_previous) || (p_origin || int8send(p_seq)))
   || ((uuid_send(p_event) || uuid_send(p_request)) || int4send(p_index::int4 << 16 | p_count)))
  || (((int8send(p_hlc) || int8send(p_effective))
       || (int8send(p_recorded) || int8send(coalesce(p_skew, -9223372036854775808))))
      || ((uuid_send(coalesce(p_actor, '00000000-0000-0000-0000-000000000000')) || int2send(p_version))
          || (int8send(octet_length(p_name)) || convert_to(p_name, 'UTF8'))))
  || ((int8send(octet_length(p_touches)) || convert_to(p_touches, 'UTF8')) || sha256(p_payload)));

-- The rows of a batch, each with its hash if that is what it must be. LS003 otherwise, and for what
-- no station could read.
CREATE FUNCTION lineside.batch(
  p_origin bytea, p_first int8, p_previous bytea, p_event uuid[], p_request uuid[],
  p_index int2[], p_count int2[], p_hlc int8[], p_effective int8[], p_recorded int8[], p_skew int8[],
  p_actor uuid[], p_name text[], p_version int2[], p_touches text[], p_payload bytea[], p_hash bytea[]
) RETURNS TABLE (
  seq int8, event_id uuid, request_id uuid, part_index int2, part_count int2, hlc int8, effective_ms int8,
  recorded_ms int8, skew_ms int8, actor uuid, name text, version int2, touches text, payload bytea, hash bytea
) LANGUAGE sql STABLE AS $$
  SELECT p_first + o - 1, event, request, i, count, hlc, effective, recorded, skew, actor, name, version,
         touches, payload,
         CASE WHEN version >= 0 AND octet_length(payload) > 0
               AND hash = lineside.link(previous, p_origin, p_first + o - 1, event, request, i, count, hlc,
                                        effective, recorded, skew, actor, name, version, touches, payload)
              THEN hash
              ELSE lineside.refuse('LS003', format('event %s does not verify', p_first + o - 1),
                                   'the station''s copy is damaged: run `linesidectl verify` there')
         END
    FROM unnest(p_event, p_request, p_index, p_count, p_hlc, p_effective, p_recorded, p_skew, p_actor,
                p_name, p_version, p_touches, p_payload, p_hash,
                array_prepend(p_previous, trim_array(p_hash, 1))) WITH ORDINALITY
         u(event, request, i, count, hlc, effective, recorded, skew, actor,
           name, version, touches, payload, hash, previous, o)
$$;

-- Refuses what no station that works would send.
CREATE FUNCTION lineside.check_batch(
  p_epoch int4, p_first int8, p_previous bytea, p_sizes int4[], p_request uuid[], p_index int2[],
  p_count int2[], p_name text[], p_touches text[], p_payload bytea[]
) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  events_max CONSTANT int4 := 1000;
  payload_max CONSTANT int8 := 8388608;
  bytes_max CONSTANT int8 := 16777216;
  command_max CONSTANT int4 := 200;
  flat int8 := pg_column_size(p_payload);
  n CONSTANT int4 := p_sizes[1];
  whole boolean;                              -- parts 0 to count - 1 of each command, one after the other
BEGIN
  IF (n > 0 AND p_epoch > 0 AND p_first > 0 AND p_previous IS NOT NULL AND n = ALL (p_sizes)) IS NOT TRUE THEN
    PERFORM lineside.refuse('LS006', 'the batch is malformed: a column is empty or differs in length',
                            'update the station: this is a defect in it');
  END IF;
  IF flat > payload_max THEN                  -- a flat array is larger than what it holds
    flat := (SELECT sum(octet_length(x)) FROM unnest(p_payload) x);
  END IF;
  IF n > events_max OR flat > payload_max
     OR flat + pg_column_size(p_touches) + pg_column_size(p_name) > bytes_max THEN
    PERFORM lineside.refuse('LS005', 'the batch is larger than 1,000 events, 8 MiB of payload or 16 MiB in all',
                            'push fewer commands at once');
  END IF;
  IF n = 1 THEN
    whole := p_index[1] = 0 AND p_count[1] = 1;
  ELSE
    whole := (SELECT bool_and(p_index[o] < p_count[o] AND p_count[o] <= command_max AND CASE
                       WHEN p_index[o] = 0 THEN o = 1 OR p_index[o - 1] = p_count[o - 1] - 1
                       ELSE p_index[o] = p_index[o - 1] + 1 AND p_count[o] = p_count[o - 1]
                            AND p_request[o] = p_request[o - 1]
                     END) AND p_index[n] = p_count[n] - 1
                FROM generate_series(1, n) o);
  END IF;
  IF whole IS NOT TRUE THEN
    PERFORM lineside.refuse('LS004', 'the batch holds part of a command, or one of more than 200 events',
                            'update the station: this is a defect in it');
  END IF;
END $$;

-- Appends a batch to one chain. Rows are parallel arrays; `p_previous` is the hash before the first.
-- Outcome: accepted (also an exact retry, and an overlap that agrees), behind (a gap: begin again
-- after the head), fork, stale_epoch (a newer one is open). Seq and hash are the head of the chain
-- asked for, epoch is the station's latest, each as it is after the call.
CREATE FUNCTION lineside.append_batch(
  p_station uuid, p_epoch int4, p_first int8, p_previous bytea, p_event uuid[], p_request uuid[],
  p_index int2[], p_count int2[], p_hlc int8[], p_effective int8[], p_recorded int8[], p_skew int8[],
  p_actor uuid[], p_name text[], p_version int2[], p_touches text[], p_payload bytea[], p_hash bytea[],
  OUT outcome text, OUT epoch int4, OUT seq int8, OUT hash bytea, OUT clock_ms int8
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, lineside, pg_temp AS $$
DECLARE
  origin CONSTANT bytea := uuid_send(p_station) || int4send(p_epoch);
  n CONSTANT int4 := cardinality(p_event);
  caller lineside.station;
  known int8;                                 -- how many of the batch the chain holds already
  agrees boolean;                             -- whether the last of them is the one it holds
BEGIN
  PERFORM check_batch(p_epoch, p_first, p_previous,
    ARRAY[n, cardinality(p_request), cardinality(p_index), cardinality(p_count), cardinality(p_hlc),
      cardinality(p_effective), cardinality(p_recorded), cardinality(p_skew), cardinality(p_actor),
      cardinality(p_name), cardinality(p_version), cardinality(p_touches), cardinality(p_payload),
      cardinality(p_hash)],
    p_request, p_index, p_count, p_name, p_touches, p_payload);
  caller := calling(p_station);
  epoch := caller.epoch;
  SELECT c.seq, c.hash INTO seq, hash FROM chain c WHERE c.station = p_station AND c.epoch = p_epoch;
  seq := coalesce(seq, 0);
  hash := coalesce(hash, '');
  known := seq - p_first + 1;
  IF known > n THEN
    agrees := EXISTS (SELECT FROM event e WHERE (e.station, e.epoch, e.seq) = (p_station, p_epoch, p_first + n - 1)
                         AND e.hash = p_hash[n]);
  ELSE
    agrees := hash = CASE WHEN known = 0 THEN p_previous ELSE p_hash[known] END;
  END IF;
  outcome := CASE WHEN p_epoch < caller.epoch THEN 'stale_epoch'
                  WHEN known < 0 THEN 'behind'
                  WHEN agrees THEN 'accepted' ELSE 'fork' END;
  IF outcome <> 'accepted' OR known > 0 THEN
    PERFORM count(b.hash)
       FROM batch(origin, p_first, p_previous, p_event, p_request, p_index, p_count, p_hlc, p_effective,
                  p_recorded, p_skew, p_actor, p_name, p_version, p_touches, p_payload, p_hash) b;
  END IF;
  IF outcome = 'accepted' AND known < n THEN
    INSERT INTO event (station, epoch, seq, event_id, request_id, part_index, part_count, hlc, effective_ms,
                       recorded_ms, skew_ms, actor, name, version, touches, payload, hash)
    SELECT p_station, p_epoch, b.*
      FROM batch(origin, p_first, p_previous, p_event, p_request, p_index, p_count, p_hlc, p_effective,
                 p_recorded, p_skew, p_actor, p_name, p_version, p_touches, p_payload, p_hash) b
     WHERE b.seq >= p_first + known;
    seq := p_first + n - 1;
    hash := p_hash[n];
    INSERT INTO chain AS c (station, epoch, seq, hash) VALUES (p_station, p_epoch, append_batch.seq, append_batch.hash)
    ON CONFLICT ON CONSTRAINT chain_pkey
    DO UPDATE SET seq = excluded.seq, hash = excluded.hash, appended_at = excluded.appended_at;
    IF p_epoch > caller.epoch THEN
      UPDATE station s SET epoch = p_epoch WHERE s.role = session_user;
      epoch := p_epoch;
    END IF;
  END IF;
  clock_ms := extract(epoch FROM clock_timestamp()) * 1000;
END $$;

-- The station's own file. Every table is one of: log, projection, index, ledger (store::tables).

-- Log: what happened, append-only.
CREATE TABLE event (
    position      INTEGER PRIMARY KEY,          -- order of arrival here
    station       BLOB    NOT NULL,             -- 16 bytes
    epoch         INTEGER NOT NULL,
    seq           INTEGER NOT NULL,             -- from 1, gapless within (station, epoch)
    event_id      BLOB    NOT NULL,             -- UUIDv7; stands in two chains after a fork
    request_id    BLOB    NOT NULL,
    part_index    INTEGER NOT NULL,
    part_count    INTEGER NOT NULL,
    hlc           INTEGER NOT NULL,
    effective_ms  INTEGER NOT NULL,             -- milliseconds since 1970 UTC
    recorded_ms   INTEGER NOT NULL,
    skew_ms       INTEGER,                      -- writer's clock less the plant's, when last compared
    actor         BLOB,                         -- pseudonym
    name          TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    touches       TEXT    NOT NULL,             -- canonical JSON: kind, id, parents
    payload       BLOB    NOT NULL CHECK (length(payload) > 0),
    hash          BLOB    NOT NULL CHECK (length(hash) = 32),
    captured      INTEGER NOT NULL CHECK (captured IN (0, 1)), -- 1: recorded here, 0: received
    readable      INTEGER NOT NULL,             -- 1; 0: set aside, because no fact could be read from it here
    UNIQUE (station, epoch, seq)
) STRICT;
CREATE INDEX event_by_id ON event (event_id);
-- A command is recorded here once. Two stations that were sent the same command both count.
CREATE UNIQUE INDEX event_request ON event (request_id, part_index) WHERE captured = 1;
CREATE INDEX event_foreign_request ON event (request_id) WHERE captured = 0;
CREATE INDEX event_set_aside ON event (station) WHERE readable = 0;

-- Index of the log by aggregate. Kept by trigger, so that no writer can forget it.
CREATE TABLE event_touch (
    kind      TEXT    NOT NULL,
    aggregate BLOB    NOT NULL,
    position  INTEGER NOT NULL,
    PRIMARY KEY (kind, aggregate, position)
) STRICT, WITHOUT ROWID;

-- An event that stands in two chains is touched where it stood first. What is set aside touches nothing: its
-- touches may be no JSON at all.
CREATE TRIGGER event_touched AFTER INSERT ON event
WHEN NEW.readable = 1 AND NOT EXISTS
    (SELECT 1 FROM event WHERE event_id = NEW.event_id AND position < NEW.position AND readable = 1) BEGIN
    INSERT INTO event_touch (kind, aggregate, position)
    SELECT value ->> 'kind', unhex(value ->> 'id', '-'), NEW.position FROM json_each(NEW.touches);
END;

-- After an update it can be read after all.
CREATE TRIGGER event_read_again AFTER UPDATE OF readable ON event
WHEN NEW.readable = 1 AND NOT EXISTS
    (SELECT 1 FROM event WHERE event_id = NEW.event_id AND position < NEW.position AND readable = 1) BEGIN
    INSERT OR IGNORE INTO event_touch (kind, aggregate, position)
    SELECT value ->> 'kind', unhex(value ->> 'id', '-'), NEW.position FROM json_each(NEW.touches);
END;

-- Only a second copy is ever deleted, see store::writer::rehome.
CREATE TRIGGER event_copy_deleted AFTER DELETE ON event WHEN OLD.readable = 1 BEGIN
    DELETE FROM event_touch WHERE position = OLD.position AND (kind, aggregate) IN
        (SELECT value ->> 'kind', unhex(value ->> 'id', '-') FROM json_each(OLD.touches));
    INSERT OR IGNORE INTO event_touch (kind, aggregate, position)
    SELECT value ->> 'kind', unhex(value ->> 'id', '-'), copy.position
    FROM json_each(OLD.touches),
        (SELECT min(position) AS position FROM event WHERE event_id = OLD.event_id AND readable = 1) AS copy
    WHERE copy.position IS NOT NULL;
END;

-- The past that a baseline had folded and that is on its way: where each chain of it ends, and up to which place
-- it is here. Empty: all that was folded is here.
CREATE TABLE past (
    station BLOB    NOT NULL,
    epoch   INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    hash    BLOB    NOT NULL,
    arrived INTEGER NOT NULL,
    lost    INTEGER NOT NULL,                   -- 1: it cannot become whole, and is being left
    PRIMARY KEY (station, epoch)
) STRICT, WITHOUT ROWID;

-- Projections: one row an aggregate, a function of its folded state.
CREATE TABLE equipment (
    id     BLOB PRIMARY KEY,
    key    TEXT,
    name   TEXT,
    level  TEXT,
    parent TEXT,                                -- key of the work center
    heads  TEXT NOT NULL,
    events INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    body   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX equipment_parent ON equipment (parent);

CREATE TABLE material_definition (
    id          BLOB PRIMARY KEY,
    key         TEXT,
    description TEXT,
    gtin        TEXT,
    heads       TEXT NOT NULL,
    events      INTEGER NOT NULL,
    unread      INTEGER NOT NULL,
    body        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX material_definition_key ON material_definition (key);
CREATE INDEX material_definition_gtin ON material_definition (gtin) WHERE gtin IS NOT NULL;

CREATE TABLE operations_definition (
    id       BLOB PRIMARY KEY,
    key      TEXT,
    revision TEXT,
    material TEXT,
    heads    TEXT NOT NULL,
    events   INTEGER NOT NULL,
    unread   INTEGER NOT NULL,
    body     TEXT NOT NULL
) STRICT;
CREATE INDEX operations_definition_material ON operations_definition (material);

CREATE TABLE person (
    id     BLOB PRIMARY KEY,
    heads  TEXT NOT NULL,
    events INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    body   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE import_run (
    id        BLOB PRIMARY KEY,
    completed INTEGER NOT NULL,
    heads     TEXT NOT NULL,
    events    INTEGER NOT NULL,
    unread    INTEGER NOT NULL,
    body      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE operations_request (
    id       BLOB PRIMARY KEY,
    key      TEXT,
    status   TEXT NOT NULL,
    material TEXT,
    due_ms   INTEGER,
    priority INTEGER,                           -- 1 goes first
    import_first BLOB,                          -- shown once one of the two is complete
    import_last  BLOB,
    exceptions INTEGER NOT NULL,                -- facts that do not add up, settled or not
    heads    TEXT NOT NULL,
    events   INTEGER NOT NULL,
    unread   INTEGER NOT NULL,
    body     TEXT NOT NULL
) STRICT;
CREATE INDEX operations_request_exceptions ON operations_request (id) WHERE exceptions > 0;
CREATE INDEX operations_request_due ON operations_request (status, due_ms, id);
CREATE INDEX operations_request_key ON operations_request (key);

CREATE TABLE operations_response (
    id        BLOB PRIMARY KEY,
    key       TEXT,
    order_key TEXT,
    heads     TEXT NOT NULL,
    events    INTEGER NOT NULL,
    unread    INTEGER NOT NULL,
    body      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE job_order (
    id         BLOB PRIMARY KEY,
    order_id   BLOB,
    order_key  TEXT,
    segment    TEXT,
    position   INTEGER,
    status     TEXT NOT NULL,
    open       INTEGER NOT NULL,                -- 1 while something may still be done
    running    INTEGER NOT NULL,                -- 1 while a run is open
    equipment  BLOB,                            -- what the routing names
    work_unit  BLOB,                            -- where it is dispatched
    rank       TEXT NOT NULL,
    due_ms     INTEGER,
    standard_s INTEGER,                         -- standard time of what is not yet reported
    exceptions INTEGER NOT NULL,                -- facts that do not add up, settled or not
    heads      TEXT NOT NULL,
    events     INTEGER NOT NULL,
    unread     INTEGER NOT NULL,
    body       TEXT NOT NULL
) STRICT;
CREATE INDEX job_order_exceptions ON job_order (id) WHERE exceptions > 0;
CREATE INDEX job_order_list ON job_order (work_unit, running DESC, rank, id) WHERE open = 1;
CREATE INDEX job_order_running ON job_order (id) WHERE running = 1;
CREATE INDEX job_order_late ON job_order (work_unit, due_ms) WHERE open = 1;
CREATE INDEX job_order_waiting ON job_order (equipment, due_ms, id) WHERE open = 1 AND work_unit IS NULL;
CREATE INDEX job_order_order ON job_order (order_id, position);
CREATE INDEX job_order_key ON job_order (order_key, segment);

CREATE TABLE material_lot (
    id       BLOB PRIMARY KEY,
    material TEXT NOT NULL,
    number   TEXT NOT NULL,
    available INTEGER NOT NULL,                 -- 1 while something is left
    expires  TEXT,                              -- last day of use, ISO
    made_by  BLOB,
    exceptions INTEGER NOT NULL,                -- facts that do not add up, settled or not
    heads    TEXT NOT NULL,
    events   INTEGER NOT NULL,
    unread   INTEGER NOT NULL,
    body     TEXT NOT NULL
) STRICT;
CREATE INDEX material_lot_exceptions ON material_lot (id) WHERE exceptions > 0;
CREATE INDEX material_lot_stock ON material_lot (material, expires, number) WHERE available = 1;
CREATE INDEX material_lot_number ON material_lot (number);

CREATE TABLE label (
    id     BLOB PRIMARY KEY,
    lot    BLOB,
    heads  TEXT NOT NULL,
    events INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    body   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX label_lot ON label (lot);

CREATE TABLE settlement (                       -- id: the event that does not add up
    id      BLOB PRIMARY KEY,
    settled INTEGER NOT NULL,
    heads   TEXT NOT NULL,
    events  INTEGER NOT NULL,
    unread  INTEGER NOT NULL,
    body    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE nonconformance (
    id       BLOB PRIMARY KEY,
    number   TEXT    NOT NULL,
    open     INTEGER NOT NULL,                  -- 1 while something is to be decided or verified
    found_ms INTEGER,
    heads    TEXT NOT NULL,
    events   INTEGER NOT NULL,
    unread   INTEGER NOT NULL,
    body     TEXT NOT NULL
) STRICT;
CREATE INDEX nonconformance_inbox ON nonconformance (open DESC, found_ms DESC, id);

CREATE TABLE reason (
    id     BLOB PRIMARY KEY,
    kind   TEXT,                                -- scrap, pause, ...
    key    TEXT,
    heads  TEXT NOT NULL,
    events INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    body   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reason_key ON reason (kind, key);

-- What is to be read again after an update; empty but while a newer version is about.
CREATE INDEX equipment_unread ON equipment (id) WHERE unread > 0;
CREATE INDEX material_definition_unread ON material_definition (id) WHERE unread > 0;
CREATE INDEX operations_definition_unread ON operations_definition (id) WHERE unread > 0;
CREATE INDEX person_unread ON person (id) WHERE unread > 0;
CREATE INDEX import_run_unread ON import_run (id) WHERE unread > 0;
CREATE INDEX operations_request_unread ON operations_request (id) WHERE unread > 0;
CREATE INDEX operations_response_unread ON operations_response (id) WHERE unread > 0;
CREATE INDEX job_order_unread ON job_order (id) WHERE unread > 0;
CREATE INDEX material_lot_unread ON material_lot (id) WHERE unread > 0;
CREATE INDEX label_unread ON label (id) WHERE unread > 0;
CREATE INDEX settlement_unread ON settlement (id) WHERE unread > 0;
CREATE INDEX nonconformance_unread ON nonconformance (id) WHERE unread > 0;
CREATE INDEX reason_unread ON reason (id) WHERE unread > 0;

-- Index over job orders: the load of each work unit, so that a board costs the same at a hundred
-- jobs and a hundred thousand. Kept by triggers; a rebuild is one GROUP BY.
CREATE TABLE work_unit_load (
    work_unit BLOB PRIMARY KEY,
    open      INTEGER NOT NULL,
    running   INTEGER NOT NULL,
    queued_s  INTEGER NOT NULL                  -- standard time of those that do not run: it does not
) STRICT, WITHOUT ROWID;                        -- change with every report

CREATE TRIGGER job_order_in AFTER INSERT ON job_order WHEN NEW.open = 1 AND NEW.work_unit IS NOT NULL BEGIN
    INSERT INTO work_unit_load (work_unit, open, running, queued_s)
    VALUES (NEW.work_unit, 1, NEW.running, iif(NEW.running, 0, coalesce(NEW.standard_s, 0)))
    ON CONFLICT (work_unit) DO UPDATE SET
        open = open + 1, running = running + excluded.running, queued_s = queued_s + excluded.queued_s;
END;

CREATE TRIGGER job_order_changed AFTER UPDATE ON job_order
WHEN (OLD.open, OLD.running, OLD.work_unit, iif(OLD.running, 0, OLD.standard_s))
    IS NOT (NEW.open, NEW.running, NEW.work_unit, iif(NEW.running, 0, NEW.standard_s))
BEGIN
    UPDATE work_unit_load SET
        open = open - 1, running = running - OLD.running, 
        queued_s = queued_s - iif(OLD.running, 0, coalesce(OLD.standard_s, 0))
    WHERE work_unit = OLD.work_unit AND OLD.open = 1;
    INSERT INTO work_unit_load (work_unit, open, running, queued_s)
    SELECT NEW.work_unit, 1, NEW.running, iif(NEW.running, 0, coalesce(NEW.standard_s, 0))
    WHERE NEW.open = 1 AND NEW.work_unit IS NOT NULL
    ON CONFLICT (work_unit) DO UPDATE SET
        open = open + 1, running = running + excluded.running, queued_s = queued_s + excluded.queued_s;
    DELETE FROM work_unit_load WHERE work_unit = OLD.work_unit AND open = 0;
END;

-- Ledgers: this station's own, neither replicated as events nor rebuilt.
CREATE TABLE station (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    station    BLOB    NOT NULL,
    epoch      INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    zone       TEXT    NOT NULL,                -- IANA zone of the plant
    erp        TEXT    NOT NULL,                -- name of the ERP that keys belong to
    demo       INTEGER NOT NULL,
    work_unit  BLOB,
    place      TEXT                             -- computer and file: elsewhere it is a copy
) STRICT;

CREATE TABLE person_identity (
    person BLOB PRIMARY KEY,
    key    TEXT,
    name   TEXT,                                -- absent: erased, and stays so
    hlc    INTEGER NOT NULL,                    -- when it was changed; the later change stands
    seen_ms INTEGER                             -- last log-in here
) STRICT, WITHOUT ROWID;

CREATE TABLE credential (
    person       BLOB PRIMARY KEY,
    salt         BLOB,                          -- of the station that was told the badge first
    badge        BLOB UNIQUE,                   -- SHA-256 of salt and badge: no clear badge is kept
    pin          TEXT,                          -- Argon2id verifier
    failures     INTEGER NOT NULL DEFAULT 0,
    locked_until_ms INTEGER
) STRICT, WITHOUT ROWID;

-- People told here of whom the plant does not know yet; 1: what they log in with is news too.
CREATE TABLE person_told (
    person BLOB PRIMARY KEY,
    badge  INTEGER NOT NULL,
    pin    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which plant's people are known here, up to which change.
CREATE TABLE plant_people (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    plant    BLOB    NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

-- The stations of the plant, as last heard.
CREATE TABLE plant_station (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    heard_ms INTEGER NOT NULL,
    body     TEXT    NOT NULL                   -- JSON
) STRICT;

CREATE TABLE erp_outbox (
    message    BLOB PRIMARY KEY,
    order_key  TEXT    NOT NULL,
    segment    TEXT    NOT NULL,
    body       TEXT    NOT NULL,                -- performance as JSON
    state      TEXT    NOT NULL,                -- pending, sent, acknowledged, refused
    created_ms INTEGER NOT NULL,
    text       TEXT
) STRICT;
CREATE INDEX erp_outbox_pending ON erp_outbox (state, created_ms);

CREATE TABLE print_job (
    label      BLOB    NOT NULL,
    copy       INTEGER NOT NULL,
    printer    TEXT    NOT NULL,
    bytes      BLOB    NOT NULL,
    svg        TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    accepted   INTEGER NOT NULL DEFAULT 0,      -- bytes the printer took
    attempts   INTEGER NOT NULL DEFAULT 0,
    evidence   TEXT,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (label, copy)
) STRICT;
CREATE INDEX print_job_queue ON print_job (printer, state, created_ms);

CREATE TABLE device_binding (
    role      TEXT PRIMARY KEY,
    target    TEXT NOT NULL,                    -- JSON
    simulated INTEGER NOT NULL
) STRICT;

-- What the plant was last known to hold of this station's chain.
CREATE TABLE plant_ack (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    epoch INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    hash  BLOB    NOT NULL
) STRICT;

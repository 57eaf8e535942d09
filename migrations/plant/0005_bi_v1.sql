-- What reports may read: version 1. A column is never renamed, dropped or given another meaning in it; that
-- would be `bi_v2`, beside this one. Times are UTC, amounts exact decimals; each column says what it is:
-- `\d+ bi_v1.job_order` shows it.

SET LOCAL ROLE lineside_owner;

CREATE VIEW bi_v1.production_order AS
SELECT o.aggregate AS order_id, o.key AS order_number, o.item, o.quantity, o.unit, o.start_at, o.due_at, o.priority,
       CASE WHEN o.status <> 'released' THEN o.status
            WHEN j.jobs > 0 AND j.jobs = j.ended THEN 'completed'
            WHEN j.started > 0 THEN 'running' ELSE o.status END AS status,
       o.jobs AS operations, j.ended AS operations_ended
  FROM lineside_read.production_order o
 CROSS JOIN LATERAL (SELECT count(*)::int4 AS jobs, (count(*) FILTER (WHERE ended))::int4 AS ended,
                            count(*) FILTER (WHERE status NOT IN ('released', 'dispatched')) AS started
                       FROM lineside_read.job_order WHERE order_id = o.aggregate) j
 WHERE o.key IS NOT NULL AND EXISTS (SELECT FROM lineside_read.import_run i WHERE i.aggregate = ANY (o.imports));
COMMENT ON VIEW bi_v1.production_order IS 'Production orders, one row each, once the import that brought them is complete.';
COMMENT ON COLUMN bi_v1.production_order.order_id IS 'Order.';
COMMENT ON COLUMN bi_v1.production_order.order_number IS 'The number by which the ERP knows it.';
COMMENT ON COLUMN bi_v1.production_order.item IS 'Item number of what is to be made; absent where the ERP did not say.';
COMMENT ON COLUMN bi_v1.production_order.quantity IS 'Amount to make, in unit.';
COMMENT ON COLUMN bi_v1.production_order.unit IS 'Unit of quantity, as stations show it: EA, kg, m.';
COMMENT ON COLUMN bi_v1.production_order.start_at IS 'Planned start, UTC.';
COMMENT ON COLUMN bi_v1.production_order.due_at IS 'Due, UTC.';
COMMENT ON COLUMN bi_v1.production_order.priority IS 'Priority of the ERP; 1 goes first.';
COMMENT ON COLUMN bi_v1.production_order.status IS 'forecast, released, running, completed, closed, cancelled or aborted.';
COMMENT ON COLUMN bi_v1.production_order.operations IS 'Operations of the order; 0 before its release.';
COMMENT ON COLUMN bi_v1.production_order.operations_ended IS 'Operations of which nothing more is to be done.';

CREATE VIEW bi_v1.job_order AS
SELECT aggregate AS job_id, order_id, order_key AS order_number, position + 1 AS position, segment AS operation,
       name AS operation_name, item, quantity, unit, status, equipment AS equipment_id, work_unit AS work_unit_id, due_at,
       good, scrap, rework, withdrawn, standard_s AS standard_left_s, short AS short_reason, counted_at
  FROM lineside_read.job_order WHERE order_id IS NOT NULL;
COMMENT ON VIEW bi_v1.job_order IS 'Operations of released orders, one row each.';
COMMENT ON COLUMN bi_v1.job_order.job_id IS 'Operation.';
COMMENT ON COLUMN bi_v1.job_order.order_id IS 'Its order.';
COMMENT ON COLUMN bi_v1.job_order.order_number IS 'The number by which the ERP knows the order.';
COMMENT ON COLUMN bi_v1.job_order.position IS 'Place among the operations of the order, from 1.';
COMMENT ON COLUMN bi_v1.job_order.operation IS 'Number of the operation in the routing.';
COMMENT ON COLUMN bi_v1.job_order.operation_name IS 'What is done.';
COMMENT ON COLUMN bi_v1.job_order.item IS 'Item number of what is made.';
COMMENT ON COLUMN bi_v1.job_order.quantity IS 'Amount to make by the last word of the ERP, in unit.';
COMMENT ON COLUMN bi_v1.job_order.unit IS 'Unit of quantity, good, scrap and rework.';
COMMENT ON COLUMN bi_v1.job_order.status IS 'released, dispatched, running, completed, closed, cancelled or aborted.';
COMMENT ON COLUMN bi_v1.job_order.equipment_id IS 'Work center or work unit of the routing.';
COMMENT ON COLUMN bi_v1.job_order.work_unit_id IS 'Work unit it is dispatched to; absent before.';
COMMENT ON COLUMN bi_v1.job_order.due_at IS 'Due, UTC.';
COMMENT ON COLUMN bi_v1.job_order.good IS 'Good output so far, in unit.';
COMMENT ON COLUMN bi_v1.job_order.scrap IS 'Scrapped output so far, in unit.';
COMMENT ON COLUMN bi_v1.job_order.rework IS 'Output sent to rework, in unit.';
COMMENT ON COLUMN bi_v1.job_order.withdrawn IS 'Whether the ERP withdrew the order after its release.';
COMMENT ON COLUMN bi_v1.job_order.standard_left_s IS 'Standard time of what is not yet reported, in seconds; absent where the routing has none.';
COMMENT ON COLUMN bi_v1.job_order.short_reason IS 'Why it was closed short; absent otherwise.';
COMMENT ON COLUMN bi_v1.job_order.counted_at IS 'Last start or report, UTC.';

CREATE VIEW bi_v1.run AS
SELECT run AS run_id, aggregate AS job_id, work_unit AS work_unit_id, started_at, ended_at, going_since,
       worked_ms / 1000.0 AS worked_s, paused AS pause_reason
  FROM lineside_read.run;
COMMENT ON VIEW bi_v1.run IS 'Labour and machine time: one row a run of somebody at a work unit. Nobody is named, nor told apart.';
COMMENT ON COLUMN bi_v1.run.run_id IS 'Run.';
COMMENT ON COLUMN bi_v1.run.job_id IS 'Operation it worked on.';
COMMENT ON COLUMN bi_v1.run.work_unit_id IS 'Work unit.';
COMMENT ON COLUMN bi_v1.run.started_at IS 'First start, UTC.';
COMMENT ON COLUMN bi_v1.run.ended_at IS 'End, UTC; absent while it may go on.';
COMMENT ON COLUMN bi_v1.run.going_since IS 'Start of the stretch of work that goes on, UTC; absent while it stands.';
COMMENT ON COLUMN bi_v1.run.worked_s IS 'Length of the stretches of work that are over, in seconds; pauses are left out.';
COMMENT ON COLUMN bi_v1.run.pause_reason IS 'Why it stands; absent otherwise.';

CREATE VIEW bi_v1.scrap AS
SELECT aggregate AS job_id, reason, quantity, unit FROM lineside_read.scrap;
COMMENT ON VIEW bi_v1.scrap IS 'Scrapped output of each operation by reason.';
COMMENT ON COLUMN bi_v1.scrap.job_id IS 'Operation.';
COMMENT ON COLUMN bi_v1.scrap.reason IS 'Why, as the operator chose.';
COMMENT ON COLUMN bi_v1.scrap.quantity IS 'Amount, in unit.';
COMMENT ON COLUMN bi_v1.scrap.unit IS 'Unit of quantity.';

CREATE VIEW bi_v1.consumption AS
SELECT event_id AS portion_id, aggregate AS job_id, item, lot AS lot_id, number AS lot_number, quantity, unit
  FROM lineside_read.consumed;
COMMENT ON VIEW bi_v1.consumption IS 'Portions of material that went into operations, one row each.';
COMMENT ON COLUMN bi_v1.consumption.portion_id IS 'Portion.';
COMMENT ON COLUMN bi_v1.consumption.job_id IS 'Operation it went into.';
COMMENT ON COLUMN bi_v1.consumption.item IS 'Item number.';
COMMENT ON COLUMN bi_v1.consumption.lot_id IS 'Lot; absent for untracked material.';
COMMENT ON COLUMN bi_v1.consumption.lot_number IS 'Number on the lot.';
COMMENT ON COLUMN bi_v1.consumption.quantity IS 'Amount, in unit.';
COMMENT ON COLUMN bi_v1.consumption.unit IS 'Unit of quantity.';

CREATE VIEW bi_v1.output AS
SELECT event_id AS portion_id, aggregate AS job_id, lot AS lot_id, number AS lot_number, quantity, unit
  FROM lineside_read.produced;
COMMENT ON VIEW bi_v1.output IS 'Lots that operations made, one row a portion.';
COMMENT ON COLUMN bi_v1.output.portion_id IS 'Portion.';
COMMENT ON COLUMN bi_v1.output.job_id IS 'Operation that made it.';
COMMENT ON COLUMN bi_v1.output.lot_id IS 'Lot.';
COMMENT ON COLUMN bi_v1.output.lot_number IS 'Number on the lot.';
COMMENT ON COLUMN bi_v1.output.quantity IS 'Amount, in unit.';
COMMENT ON COLUMN bi_v1.output.unit IS 'Unit of quantity.';

CREATE VIEW bi_v1.material_lot AS
SELECT aggregate AS lot_id, item, number AS lot_number, entered, taken, entered - taken AS on_hand, unit,
       made_by AS made_by_job_id, made_at, expires AS expires_on, holds
  FROM lineside_read.material_lot;
COMMENT ON VIEW bi_v1.material_lot IS 'Lots, one row each.';
COMMENT ON COLUMN bi_v1.material_lot.lot_id IS 'Lot.';
COMMENT ON COLUMN bi_v1.material_lot.item IS 'Item number.';
COMMENT ON COLUMN bi_v1.material_lot.lot_number IS 'Number on the lot.';
COMMENT ON COLUMN bi_v1.material_lot.entered IS 'Everything that came in, in unit.';
COMMENT ON COLUMN bi_v1.material_lot.taken IS 'Everything that was taken, in unit.';
COMMENT ON COLUMN bi_v1.material_lot.on_hand IS 'What is left, in unit; below zero where more was taken than came in.';
COMMENT ON COLUMN bi_v1.material_lot.unit IS 'Unit of entered, taken and on_hand.';
COMMENT ON COLUMN bi_v1.material_lot.made_by_job_id IS 'Operation that made it; absent for a lot that was received.';
COMMENT ON COLUMN bi_v1.material_lot.made_at IS 'When it was first made, UTC.';
COMMENT ON COLUMN bi_v1.material_lot.expires_on IS 'Last day of use, in the calendar of the plant.';
COMMENT ON COLUMN bi_v1.material_lot.holds IS 'Holds that are on; while there is one it is not to be used.';

CREATE VIEW bi_v1.label AS
SELECT aggregate AS label_id, copy, lot AS lot_id, template, state FROM lineside_read.label;
COMMENT ON VIEW bi_v1.label IS 'Printed labels, one row a copy.';
COMMENT ON COLUMN bi_v1.label.label_id IS 'Label.';
COMMENT ON COLUMN bi_v1.label.copy IS '0 for the original, then the number of the reprint.';
COMMENT ON COLUMN bi_v1.label.lot_id IS 'Lot it names.';
COMMENT ON COLUMN bi_v1.label.template IS 'Template and version.';
COMMENT ON COLUMN bi_v1.label.state IS 'queued, sending, delivered, confirmed, uncertain (it may or may not be on paper), void or cancelled.';

CREATE VIEW bi_v1.exception AS
SELECT x.event_id, x.kind AS subject_kind, x.aggregate AS subject_id, x.code, x.owner,
       CASE WHEN e.recorded_ms BETWEEN 0 AND 253402300799999   -- the year 9999: a clock may say anything
            THEN 'epoch'::timestamptz + e.recorded_ms * interval '1 ms' END AS recorded_at, e.station AS station_id,
       EXISTS (SELECT FROM lineside_read.settlement s WHERE s.aggregate = x.event_id) AS settled
  FROM lineside_read.exception x
 CROSS JOIN LATERAL (SELECT recorded_ms, station FROM lineside.event e WHERE e.event_id = x.event_id
                      ORDER BY station, epoch, seq LIMIT 1) e;
COMMENT ON VIEW bi_v1.exception IS 'Facts that do not add up, one row each, settled or not.';
COMMENT ON COLUMN bi_v1.exception.event_id IS 'Entry that does not add up.';
COMMENT ON COLUMN bi_v1.exception.subject_kind IS 'job_order, material_lot or operations_request.';
COMMENT ON COLUMN bi_v1.exception.subject_id IS 'Operation, lot or order.';
COMMENT ON COLUMN bi_v1.exception.code IS 'What does not add up, for example reported_over.';
COMMENT ON COLUMN bi_v1.exception.owner IS 'Whose it is to settle: supervisor or quality.';
COMMENT ON COLUMN bi_v1.exception.recorded_at IS 'When it was entered, by the clock of the station, UTC; absent for a time no calendar has.';
COMMENT ON COLUMN bi_v1.exception.station_id IS 'Station that recorded it.';
COMMENT ON COLUMN bi_v1.exception.settled IS 'Whether its owner settled it.';

CREATE VIEW bi_v1.equipment AS
SELECT aggregate AS equipment_id, key AS equipment_number, name, level, parent AS work_center FROM lineside_read.equipment;
COMMENT ON VIEW bi_v1.equipment IS 'Work centers and work units, one row each.';
COMMENT ON COLUMN bi_v1.equipment.equipment_id IS 'Work center or work unit.';
COMMENT ON COLUMN bi_v1.equipment.equipment_number IS 'The key by which the ERP knows it.';
COMMENT ON COLUMN bi_v1.equipment.name IS 'Name on screens.';
COMMENT ON COLUMN bi_v1.equipment.level IS 'work_center or work_unit.';
COMMENT ON COLUMN bi_v1.equipment.work_center IS 'Key of the work center a work unit belongs to.';

CREATE VIEW bi_v1.item AS
SELECT aggregate AS item_id, key AS item, description, unit, tracking, gtin FROM lineside_read.item;
COMMENT ON VIEW bi_v1.item IS 'Items, one row each.';
COMMENT ON COLUMN bi_v1.item.item_id IS 'Item.';
COMMENT ON COLUMN bi_v1.item.item IS 'Item number.';
COMMENT ON COLUMN bi_v1.item.description IS 'Description.';
COMMENT ON COLUMN bi_v1.item.unit IS 'Unit of stock.';
COMMENT ON COLUMN bi_v1.item.tracking IS 'How it is told apart: none, lot or serial.';
COMMENT ON COLUMN bi_v1.item.gtin IS 'GTIN-14, where it has one.';

CREATE VIEW bi_v1.freshness AS
SELECT c.station AS station_id, c.epoch, c.seq AS events_held, coalesce(r.seq, 0) AS events_read, c.appended_at, r.read_at
  FROM lineside.chain c LEFT JOIN lineside_read.reached r USING (station, epoch);
COMMENT ON VIEW bi_v1.freshness IS 'How far these views have followed each station. What a station has not handed in yet, nobody knows here.';
COMMENT ON COLUMN bi_v1.freshness.station_id IS 'Station.';
COMMENT ON COLUMN bi_v1.freshness.epoch IS 'Which of its chains: a restored disk starts a new one.';
COMMENT ON COLUMN bi_v1.freshness.events_held IS 'Events of the chain that the plant holds.';
COMMENT ON COLUMN bi_v1.freshness.events_read IS 'Events of them that these views show.';
COMMENT ON COLUMN bi_v1.freshness.appended_at IS 'When the plant last stored some, UTC.';
COMMENT ON COLUMN bi_v1.freshness.read_at IS 'When these views last took some in, UTC.';

-- Nothing but these views: not the log, no names of people, no write.
GRANT USAGE ON SCHEMA bi_v1 TO lineside_bi;
GRANT SELECT ON ALL TABLES IN SCHEMA bi_v1 TO lineside_bi;

RESET ROLE;

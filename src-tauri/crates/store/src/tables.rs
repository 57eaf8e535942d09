//! What each table is. A table that is not listed here does not belong in the file.

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// What happened, append-only; and what of it is on its way.
    Log,
    /// One row an aggregate, a function of its folded state.
    Projection,
    /// What spans aggregates; a function of log or projections.
    Index,
    /// This station's own bookkeeping; not rebuilt.
    Ledger,
}

/// Every table with its class.
pub const TABLES: [(&str, Class); 28] = [
    ("event", Class::Log),
    ("past", Class::Log),
    ("event_touch", Class::Index),
    ("equipment", Class::Projection),
    ("material_definition", Class::Projection),
    ("operations_definition", Class::Projection),
    ("person", Class::Projection),
    ("import_run", Class::Projection),
    ("operations_request", Class::Projection),
    ("operations_response", Class::Projection),
    ("job_order", Class::Projection),
    ("material_lot", Class::Projection),
    ("label", Class::Projection),
    ("settlement", Class::Projection),
    ("nonconformance", Class::Projection),
    ("reason", Class::Projection),
    ("work_unit_load", Class::Index),
    ("station", Class::Ledger),
    ("person_identity", Class::Ledger),
    ("credential", Class::Ledger),
    ("person_told", Class::Ledger),
    ("plant_people", Class::Ledger),
    ("plant_station", Class::Ledger),
    ("erp_outbox", Class::Ledger),
    ("print_job", Class::Ledger),
    ("device_binding", Class::Ledger),
    ("plant_ack", Class::Ledger),
    ("_sqlx_migrations", Class::Ledger),
];

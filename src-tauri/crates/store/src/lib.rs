//! The station's SQLite file: log, projections, indexes, ledgers, views.

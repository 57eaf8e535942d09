//! The window of a station.

fn main() {}

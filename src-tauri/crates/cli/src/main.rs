//! `linesidectl`: a host without a window.

fn main() {}

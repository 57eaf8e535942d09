//! What runs a station: device threads, delivery, the HTTP host.

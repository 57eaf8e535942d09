//! Scanners, scales and printers: codecs without ports, ports without codecs.

//! A scale, a scanner and a printer for the demo plant and the tests.
